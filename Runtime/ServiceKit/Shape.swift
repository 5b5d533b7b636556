import JSON
import Wire

/// What a request or a part of it looks like: data that follows the service's own model (botocore's `service-2.json`).
package indirect enum Shape: Sendable {
    case string(length: ClosedRange<Int>? = nil, pattern: Pattern? = nil, values: [String]? = nil)
    case boolean
    /// `java` is the name in AWS's texts: `Integer`, `Long`, `Double`.
    case number(java: String, range: ClosedRange<Int>? = nil)
    /// A moment: seconds since 1970 in JSON, ISO 8601 in the query protocol and XML.
    case timestamp
    case list(Shape, length: ClosedRange<Int>? = nil)
    /// `keys` and `valueLength` are constraints on each key, and on the length of each value. `java` is the type of
    /// the values in AWS's texts.
    case map(
        Shape,
        java: String,
        length: ClosedRange<Int>? = nil,
        keys: KeyConstraint? = nil,
        valueLength: ClosedRange<Int>? = nil
    )
    case structure([Member], java: String)
    /// A shape that refers to itself, or one that has more to say than the other cases can.
    case custom(@Sendable (JSON, Place) throws(AWSError) -> Void)

    /// Where a value stands, in a structure or in a list or map: it decides AWS's texts for one of the wrong type.
    package enum Place: Sendable { case field, element }

    /// In the order in which AWS lists what is wrong.
    package struct Member: Sendable {
        package var name: String
        package var shape: Shape
        package var isRequired: Bool
        package var query = QueryForm()

        package static func required(_ name: String, _ shape: Shape) -> Member {
            Member(name: name, shape: shape, isRequired: true)
        }

        package static func optional(_ name: String, _ shape: Shape) -> Member {
            Member(name: name, shape: shape, isRequired: false)
        }
    }

    /// A regular expression as AWS quotes it, and what it means.
    package struct Pattern: Sendable {
        package var text: String
        package var matches: @Sendable (String) -> Bool

        package init(_ text: String, _ matches: @escaping @Sendable (String) -> Bool) {
            self.text = text
            self.matches = matches
        }

        /// Of the names that IAM gives and STS takes, as `text` says it.
        package static func identityName(_ text: String) -> Pattern {
            Pattern(text) { name in
                name.utf8.allSatisfy { $0.isLetter || $0.isDigit || "_+=,.@-".utf8.contains($0) }
            }
        }
    }

    package struct KeyConstraint: Sendable {
        package var length: ClosedRange<Int>?
        package var pattern: Pattern?

        package init(length: ClosedRange<Int>? = nil, pattern: Pattern? = nil) {
            self.length = length
            self.pattern = pattern
        }
    }
}
