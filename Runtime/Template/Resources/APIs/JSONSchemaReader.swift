/// Reads a model of a REST API. What API Gateway would not look at, or Hearth does not, is an error.
struct JSONSchemaReader {
    let findings: Findings

    private static let acted = [
        "type", "enum", "$ref", "definitions", "properties", "required", "additionalProperties", "minProperties",
        "maxProperties", "items", "minItems", "maxItems", "uniqueItems", "minLength", "maxLength", "pattern", "minimum",
        "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "allOf", "anyOf", "oneOf", "not",
    ]
    /// They tell people, not machines; a `format` is not looked at on AWS either.
    private static let idle = ["$schema", "id", "title", "description", "default", "example", "format"]
    private static let types = ["array", "boolean", "integer", "null", "number", "object", "string"]

    /// The model; `nil`, and a complaint, for what is none.
    func schema(_ value: TemplateValue) -> JSONSchema? {
        guard let fields = Fields(value, at: value.path, findings) else { return nil }
        fields.allow(Self.acted + Self.idle)
        var schema = JSONSchema()
        schema.types = types(fields)
        schema.values = fields.list("enum")?.map(\.json)
        schema.reference = reference(fields)
        schema.definitions = schemas(fields, "definitions")
        readObject(fields, &schema)
        readArray(fields, &schema)
        readScalar(fields, &schema)
        schema.allOf = list(fields, "allOf")
        schema.anyOf = list(fields, "anyOf")
        schema.oneOf = list(fields, "oneOf")
        schema.not = fields["not"].flatMap(self.schema).map { [$0] } ?? []
        return schema
    }

    private func types(_ fields: Fields) -> [String]? {
        guard let value = fields["type"] else { return nil }
        let types = value.elements == nil ? fields.string("type").map { [$0] } : fields.strings("type")
        for type in types ?? [] where !Self.types.contains(type) {
            findings.error(value.path, "\(type) is not one of \(Self.types.joined(separator: ", "))")
        }
        return types
    }

    private func reference(_ fields: Fields) -> String? {
        guard let text = fields.string("$ref") else { return nil }
        let prefix = "#/definitions/"
        if text.hasPrefix(prefix) { return String(text.dropFirst(prefix.count)) }
        findings.error(fields.path(of: "$ref"), "Hearth follows references to \(prefix)… only, not to \(text)")
        return nil
    }

    private func schemas(_ fields: Fields, _ name: String) -> [String: JSONSchema] {
        let members = fields.object(name)?.value.members ?? []
        return Dictionary(members.compactMap { member in schema(member.value).map { (member.key, $0) } }) { $1 }
    }

    private func list(_ fields: Fields, _ name: String) -> [JSONSchema] {
        (fields.list(name) ?? []).compactMap(schema)
    }

    private func readObject(_ fields: Fields, _ schema: inout JSONSchema) {
        schema.properties = schemas(fields, "properties")
        schema.required = fields.strings("required") ?? []
        schema.minimumProperties = fields.int("minProperties")
        schema.maximumProperties = fields.int("maxProperties")
        guard let additional = fields["additionalProperties"] else { return }
        if additional.members == nil {
            schema.allowsAdditionalProperties = fields.bool("additionalProperties") ?? true
        } else {
            schema.additionalProperties = self.schema(additional).map { [$0] } ?? []
        }
    }

    private func readArray(_ fields: Fields, _ schema: inout JSONSchema) {
        schema.items = fields["items"].flatMap(self.schema).map { [$0] } ?? []
        schema.minimumItems = fields.int("minItems")
        schema.maximumItems = fields.int("maxItems")
        schema.hasUniqueItems = fields.bool("uniqueItems") ?? false
    }

    private func readScalar(_ fields: Fields, _ schema: inout JSONSchema) {
        schema.minimumLength = fields.int("minLength")
        schema.maximumLength = fields.int("maxLength")
        schema.pattern = fields.string("pattern")
        if let pattern = schema.pattern, (try? Regex(pattern)) == nil {
            findings.error(fields.path(of: "pattern"), "not a regular expression: \(pattern)")
        }
        schema.minimum = number(fields, "minimum")
        schema.maximum = number(fields, "maximum")
        schema.excludesMinimum = fields.bool("exclusiveMinimum") ?? false
        schema.excludesMaximum = fields.bool("exclusiveMaximum") ?? false
        schema.multipleOf = number(fields, "multipleOf")
        if let divisor = schema.multipleOf, divisor <= 0 {
            findings.error(fields.path(of: "multipleOf"), "must be more than 0")
        }
    }

    private func number(_ fields: Fields, _ name: String) -> Double? {
        guard let text = fields.string(name) else { return nil }
        if let number = Double(text), number.isFinite { return number }
        findings.error(fields.path(of: name), "\(text) is no number")
        return nil
    }
}
