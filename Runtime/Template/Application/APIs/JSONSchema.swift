import RegularExpressions
import JSON

/// A model that bodies of requests are held against: JSON schema draft 4, as far as API Gateway goes.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
package struct JSONSchema: Sendable, Hashable {
    /// In the words of JSON schema: `object`, `integer`, …; `nil`: any.
    package var types: [String]?
    package var values: [JSON]?
    /// The name of one of the `definitions` of the whole model.
    package var reference: String?
    package var definitions: [String: JSONSchema] = [:]

    // Objects.
    package var properties: [String: JSONSchema] = [:]
    package var required: [String] = []
    /// One for all that `properties` do not name; none where anything may stand there.
    package var additionalProperties: [JSONSchema] = []
    package var allowsAdditionalProperties = true
    package var minimumProperties: Int?
    package var maximumProperties: Int?

    // Arrays.
    /// One for all elements; none where anything may stand there.
    package var items: [JSONSchema] = []
    package var minimumItems: Int?
    package var maximumItems: Int?
    package var hasUniqueItems = false

    // Strings, in characters.
    package var minimumLength: Int?
    package var maximumLength: Int?
    /// It may match anywhere in the text, as draft 4 has it.
    package var pattern: RegularExpression?

    // Numbers.
    package var minimum: DecimalNumber?
    package var maximum: DecimalNumber?
    package var excludesMinimum = false
    package var excludesMaximum = false
    /// A divisor that numbers can be tried by.
    package var multipleOf: DecimalNumber?

    // Whatever it is.
    package var allOf: [JSONSchema] = []
    package var anyOf: [JSONSchema] = []
    package var oneOf: [JSONSchema] = []
    /// At most one.
    package var not: [JSONSchema] = []

    package init() {}
}
