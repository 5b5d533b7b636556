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
        let bytes = Array(text.utf8)
        let tape: JSONTape
        do throws(JSONParseError) {
            tape = try JSONTape(bytes)
        } catch {
            throw EventPatternError(invalid: error, in: bytes, dialect)
        }
        do throws(EventPatternError) {
            root = try PatternParser(dialect: dialect).root(PatternNode(tape))
        } catch {
            throw error.told(in: bytes)
        }
        complexity = root.alternativesCount
    }

    package func matches(_ event: JSON) -> Bool { root.matches(event) }
}

/// Why a pattern is none, in the words of AWS's compiler of patterns.
package struct EventPatternError: Error, Sendable, Hashable {
    var reason: String
    /// How many bytes the compiler has read, where it tells.
    var place: Int?
    /// Whether it tells the place once more: it looks at lists of values apart, and adds it to their errors.
    var isInList = false
    /// The reason, and the place as the compiler tells it.
    package private(set) var message: String

    init(_ reason: String, at place: Int? = nil, isInList: Bool = false) {
        (self.reason, self.place, self.isInList) = (reason, place, isInList)
        message = reason
    }

    init(invalid error: JSONParseError, in bytes: [UInt8], _ dialect: EventPattern.Dialect) {
        let source: JacksonWords.Source = dialect == .sns ? .redactedText : .told
        self.init((dialect == .sns ? "failed to parse JSON. " : "") + JacksonWords.text(error, in: bytes, source))
    }

    /// With a place where there is none.
    func at(_ place: Int) -> Self { EventPatternError(reason, at: self.place ?? place, isInList: isInList) }

    func told(in bytes: [UInt8]) -> Self {
        guard let place else { return self }
        let words = JacksonWords.place(place, in: bytes, .told)
        var told = self
        told.message = reason + words + (isInList ? words : "")
        return told
    }
}
