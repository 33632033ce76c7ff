//! A local WeChat Pay for trying out a program.

use std::process::ExitCode;

fn main() -> ExitCode {
    wechatpay_mock::run_program()
}
