import JSON

/// What an event must look like: the pattern of a rule, or the filter policy of a subscription, checked and compiled.
///
///     pattern   = { field… }                        all fields must match
///     field     = "name": pattern | "name": [ value… ] | "$or": [ pattern, pattern… ]
///     value     = text | number | true | false | null | operator
///     operator  = {"prefix": text | {"equals-ignore-case": text}} | {"suffix": the same}
///               | {"equals-ignore-case": text} | {"wildcard": text with *} | {"cidr": "10.0.0.0/24"}
///               | {"exists": true | false} | {"numeric": [op, number] | [op, number, op, number]}
///               | {"anything-but": value | [value…] | {"prefix" | "suffix" | "equals-ignore-case" | "wildcard": text | [text…]}}
///
/// A field of the event that is an array matches when one of its elements does; a pattern inside an array of objects must
/// match one and the same object. `{"a.b": …}` and `{"a": {"b": …}}` are the same, in patterns and events.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
package struct EventPattern: Sendable {
    private let root: ObjectPattern
    /// How many simple patterns the `$or`s stand for, and how many operators of each kind there are.
    package let complexity: Int

    /// Whose compiler of patterns it is: SNS has an older one.
    package enum Dialect: Sendable {
        /// Numbers are equal when they are spelt the same or have the same value, with six decimals, whatever the user
        /// guide says; those of `anything-but` when they are spelt the same.
        case eventBridge
        /// Numbers are equal when they have the same value, with five decimals.
        case sns
    }

    package init(_ text: String, dialect: Dialect = .eventBridge) throws(EventPatternError) {
        let json: JSON
        do throws(JSONParseError) {
            json = try JSON(parsing: text)
        } catch {
            throw EventPatternError("Invalid JSON")
        }
        try self.init(json, dialect: dialect)
    }

    package init(_ json: JSON, dialect: Dialect = .eventBridge) throws(EventPatternError) {
        guard case .object(let object) = json else { throw EventPatternError("Filter is not an object") }
        root = try PatternParser(dialect: dialect).object(object)
        complexity = root.alternativesCount
    }

    package func matches(_ event: JSON) -> Bool { root.matches(event) }
}

/// Why a pattern is none, in the words of AWS's compiler of patterns.
package struct EventPatternError: Error, Sendable, Hashable {
    package var reason: String

    init(_ reason: String) { self.reason = reason }
}
