import RegularExpressions

/// Reads a model of a REST API. What API Gateway would not look at, or Hearth does not, is an error.
struct JSONSchemaReader {
    let findings: Findings
    /// The schemas of the API's models by name, which they may refer to.
    var models: [String: TemplateValue] = [:]
    /// Stands before the names of definitions, so that those of two models are not taken for each other.
    private var scope = ""

    init(findings: Findings, models: [String: TemplateValue] = [:]) {
        self.findings = findings
        self.models = models
    }

    private static let acted = [
        "type", "enum", "$ref", "definitions", "properties", "required", "additionalProperties", "minProperties",
        "maxProperties", "items", "minItems", "maxItems", "uniqueItems", "minLength", "maxLength", "pattern", "minimum",
        "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "allOf", "anyOf", "oneOf", "not",
    ]
    /// They tell people, not machines; a `format` is not looked at on AWS either.
    private static let idle = ["$schema", "id", "title", "description", "default", "example", "format"]
    /// What an API's models are called in each other.
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
    private static let address = "https://apigateway.amazonaws.com/restapis/"
    private static let types = ["array", "boolean", "integer", "null", "number", "object", "string"]

    /// The model with all those that it refers to; `nil`, and a complaint, for what is none.
    func model(_ value: TemplateValue) -> JSONSchema? {
        guard var schema = schema(value) else { return nil }
        var left = schema.modelNames
        while let name = left.popFirst() {
            let key = JSONSchema.modelPrefix + name
            guard schema.definitions[key] == nil else { continue }
            guard let other = models[name] else {
                findings.error(
                    value.path,
                    "the API has no model \(name)",
                    remedy: Spelling.remedy(for: name, among: models.keys)
                )
                continue
            }
            var reader = self
            reader.scope = key + "/"
            guard var model = reader.schema(other) else { continue }
            left.formUnion(model.modelNames)
            schema.definitions.merge(model.definitions) { first, _ in first }
            model.definitions = [:]
            schema.definitions[key] = model
        }
        return schema
    }

    private func schema(_ value: TemplateValue) -> JSONSchema? {
        guard let fields = Fields(value, at: value.path, findings) else { return nil }
        fields.allow(Self.acted + Self.idle)
        var schema = JSONSchema()
        schema.types = types(fields)
        schema.values = fields.list("enum")?.map(\.json)
        schema.reference = reference(fields)
        let definitions = schemas(fields, "definitions").map { (scope + $0.key, $0.value) }
        schema.definitions = Dictionary(definitions) { $1 }
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
        if text.hasPrefix(prefix) { return scope + text.dropFirst(prefix.count) }
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        if text.hasPrefix(Self.address), segments.count == 7, segments[5] == "models", !segments[6].isEmpty {
            return JSONSchema.modelPrefix + segments[6]
        }
        findings.error(
            fields.path(of: "$ref"),
            "Hearth follows references to \(prefix)… and \(Self.address)API/models/… only, not to \(text)"
        )
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
        schema.pattern = fields.regularExpression("pattern")
        schema.minimum = number(fields, "minimum")
        schema.maximum = number(fields, "maximum")
        schema.excludesMinimum = fields.bool("exclusiveMinimum") ?? false
        schema.excludesMaximum = fields.bool("exclusiveMaximum") ?? false
        schema.multipleOf = number(fields, "multipleOf")
        if let divisor = schema.multipleOf, !divisor.isDivisor {
            let reason = divisor.isPositive ? "Hearth takes 18 digits at most" : "must be more than 0"
            findings.error(fields.path(of: "multipleOf"), reason)
        }
    }

    private func number(_ fields: Fields, _ name: String) -> DecimalNumber? {
        guard let text = fields.string(name) else { return nil }
        if let number = DecimalNumber(text) { return number }
        findings.error(fields.path(of: name), "\(text) is no number")
        return nil
    }
}

extension JSONSchema {
    /// Stands before the name of another model of the API among the definitions.
    fileprivate static let modelPrefix = "models/"

    /// The other models that it refers to.
    fileprivate var modelNames: Set<String> {
        var names = Set(parts.flatMap(\.modelNames))
        if let reference, reference.hasPrefix(Self.modelPrefix),
            !reference.dropFirst(Self.modelPrefix.count).contains("/")
        {
            names.insert(String(reference.dropFirst(Self.modelPrefix.count)))
        }
        return names
    }

    private var parts: [JSONSchema] {
        [Array(definitions.values), Array(properties.values), additionalProperties, items, allOf, anyOf, oneOf, not]
            .flatMap { $0 }
    }
}
