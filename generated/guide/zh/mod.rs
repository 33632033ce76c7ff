//! 使用指南：从第一个密钥文件到上线。[English](crate::guide)
//!
//! 本指南中的「接口文档」指微信支付官网上描述该接口的页面。
//! 「调用」可能包含多次「尝试」，「结果」指一次调用是否可能已经生效。
//!
//! 指南中的每段代码都由 `cargo test --doc` 编译；能对着本机模拟的微信支付运行的，都会运行。
//!
//! 1. [`keys`]：密钥文件，以及给错文件时的错误
//! 2. [`first_call`]：在自己的机器上第一次调用
//! 3. [`going_live`]：域名、超时、tokio、阻塞代码、其他 HTTP 库、日志
//! 4. [`time_limits`]：如何选择超时
//! 5. [`networks`]：代理、容器、多个商户
//! 6. [`many_calls`]：同时进行许多调用
//! 7. [`validation`]：发送之前的校验，以及如何关闭
//! 8. [`outcomes`]：错误与结果，应该怎么处理
//! 9. [`retries`]：自动重试、请求单号，以及如何查明是否生效
//! 10. [`recovery`]：发送之前先落库，结果未知时的恢复与对账
//! 11. [`logs`]：成功与失败各写什么日志，何时报警
//! 12. [`testing`]：用按需失败的微信支付测试你的程序
//! 13. [`stored_requests`]：把请求和应答存成 JSON 或 YAML
//! 14. [`unknown_fields`]：本 crate 还不认识的字段、取值和接口
//! 15. [`public_key`]：从平台证书切换到微信支付公钥
//! 16. [`callbacks`]：接收微信支付的回调通知
//! 17. [`uploads`]：带文件的请求
//! 18. [`downloads`]：下载账单等文件
//! 19. [`encrypted_fields`]：逐个字段加密的敏感信息
//! 20. [`coupons`]：商品券从设置通知地址到结束
//!
//! 每个错误文本里都有一个方括号内的名称，[错误索引](crate::error::index)说明它的原因和处理办法。
//!
//! 本 crate 的概况见[说明](readme)。

pub mod readme {
    //! [English]: crate
    #![doc = include_str!("../../README.zh.md")]
}

/// Declares the chapters. In rustdoc, the link to the English chapter leads to its module.
macro_rules! chapters {
    ($($chapter:ident)+) => {
        $(pub mod $chapter {
            #![doc = concat!("[English]: crate::guide::", stringify!($chapter))]
            #![doc = include_str!(concat!(stringify!($chapter), ".md"))]
        })+
    };
}

chapters! {
    keys first_call going_live time_limits networks many_calls validation outcomes retries recovery
    logs testing stored_requests unknown_fields public_key callbacks uploads downloads
    encrypted_fields coupons
}
