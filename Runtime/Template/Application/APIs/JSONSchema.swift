import RegularExpressions
import JSON

/// A model that bodies of requests are held against: JSON schema draft 4, as far as API Gateway goes.
///
/// https://json-schema.org/draft-04/draft-fge-json-schema-validation-00,
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
package struct JSONSchema: Sendable, Hashable {
    /// In the words of JSON schema: `object`, `integer`, …; `nil`: any.
    package var types: [String]?
    package var values: [JSON]?
    /// Which of the `definitions` of the whole model takes its place.
    package var reference: String?
    /// All that the whole model refers to: `#` and a JSON pointer into it, or into another one whose name comes before.
    package var definitions: [String: JSONSchema] = [:]

    // Objects.
    package var properties: [String: JSONSchema] = [:]
    package var required: [String] = []
    package var patternProperties: [PatternProperty] = []
    /// The properties that must stand beside one.
    package var requiredBeside: [String: [String]] = [:]
    /// What holds for the object in which a property stands.
    package var dependentSchemas: [String: JSONSchema] = [:]
    /// One for all that neither `properties` nor `patternProperties` name; none where anything may stand there.
    package var additionalProperties: [JSONSchema] = []
    package var allowsAdditionalProperties = true
    package var minimumProperties: Int?
    package var maximumProperties: Int?

    // Arrays.
    /// One for all elements; none where anything may stand there.
    package var items: [JSONSchema] = []
    /// One for each of the first elements; `nil` where all elements are alike.
    package var itemList: [JSONSchema]?
    /// One for all elements behind those of the list; none where anything may stand there.
    package var additionalItems: [JSONSchema] = []
    package var allowsAdditionalItems = true
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

    /// A schema for all properties in whose names the expression is found.
    package struct PatternProperty: Sendable, Hashable {
        package var pattern: RegularExpression
        package var schema: JSONSchema
    }
}
