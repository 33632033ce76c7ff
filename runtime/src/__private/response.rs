//! Reads the lists of a response. `null` counts as absent, for a list and for its items.

use serde::{Deserialize, Deserializer};

/// Reads a list and drops the items that are `null`.
///
/// # Errors
/// If the input is not a list, or if an item has a wrong type.
pub fn list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    let items = Option::<Vec<Option<T>>>::deserialize(deserializer)?;
    Ok(items.map(without_null))
}

/// Reads a list of lists and drops everything that is `null`.
///
/// # Errors
/// The same as for [`list`].
pub fn list_of_lists<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<Vec<T>>>, D::Error> {
    let lists = list::<Vec<Option<T>>, D>(deserializer)?;
    Ok(lists.map(|lists| lists.into_iter().map(without_null).collect()))
}

/// The items of a list that may be absent.
#[must_use]
pub fn items<T>(list: Option<&[T]>) -> &[T] {
    list.unwrap_or_default()
}

fn without_null<T>(items: Vec<Option<T>>) -> Vec<T> {
    items.into_iter().flatten().collect()
}

/// Declares a struct of a response. With the feature `serde` it implements `Serialize`, without the
/// fields that are absent.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! response {
    (
        $(#$attribute:tt)*
        pub struct $name:ident {
            $($(#$field_attribute:tt)* pub $field:ident: $ty:ty,)*
        }
    ) => {
        $(#$attribute)*
        #[derive($crate::__private::Serialize)]
        pub struct $name {
            $(
                $(#$field_attribute)*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: $ty,
            )*
        }
    };
}

/// Declares a struct of a response. The feature `serde` adds `Serialize`.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! response {
    ($($item:tt)*) => { $($item)* };
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn null_is_absent_at_every_depth() {
        assert_eq!(list::<i64, _>(json!(null)).unwrap(), None);
        assert_eq!(list(json!([1, null, 2])).unwrap(), Some(vec![1, 2]));
        assert_eq!(list_of_lists::<i64, _>(json!(null)).unwrap(), None);
        assert_eq!(
            list_of_lists(json!([[1, null], null, []])).unwrap(),
            Some(vec![vec![1], vec![]])
        );
    }

    #[test]
    fn a_value_that_is_not_a_list_is_refused() {
        assert!(list::<i64, _>(json!({})).is_err());
        assert!(list::<i64, _>(json!(["1"])).is_err());
    }
}
