import RegularExpressions

/// Reads a model of a REST API. What API Gateway would not look at, or Hearth does not, is an error.
struct JSONSchemaReader {
    let findings: Findings
    /// The schemas of the API's models by name, which they may refer to.
    var models: [String: TemplateValue] = [:]
    /// The name of the model that is read; empty for the one that a method names.
    private var scope = ""

    init(findings: Findings, models: [String: TemplateValue] = [:]) {
        self.findings = findings
        self.models = models
    }

    private static let acted = [
        "type", "enum", "$ref", "definitions", "properties", "patternProperties", "required", "dependencies",
        "additionalProperties", "minProperties", "maxProperties", "items", "additionalItems", "minItems", "maxItems",
        "uniqueItems", "minLength", "maxLength", "pattern", "minimum",
        "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "allOf", "anyOf", "oneOf", "not",
    ]
    /// They tell people, not machines; a `format` is not looked at on AWS either.
    private static let idle = ["$schema", "id", "title", "description", "default", "example", "format"]
    /// What an API's models are called in each other.
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
    private static let address = "https://apigateway.amazonaws.com/restapis/"
    private static let types = ["array", "boolean", "integer", "null", "number", "object", "string"]

    /// The model with all that it refers to; `nil`, and a complaint, for what is none.
    func model(_ value: TemplateValue) -> JSONSchema? {
        guard var schema = schema(value) else { return nil }
        var left = schema.references
        while let reference = left.popFirst() {
            guard schema.definitions[reference] == nil else { continue }
            var reader = self
            reader.scope = String(reference.prefix { $0 != "#" })
            let pointer = reference.dropFirst(reader.scope.count + 1)
            guard let model = reader.scope.isEmpty ? value : models[reader.scope] else {
                findings.error(
                    value.path,
                    "the API has no model \(reader.scope)",
                    remedy: Spelling.remedy(for: reader.scope, among: models.keys)
                )
                continue
            }
            guard let target = model.value(at: JSONPath(pointer: String(pointer))) else {
                findings.error(model.path, "refers to #\(pointer), where nothing stands")
                continue
            }
            guard let definition = reader.schema(target) else { continue }
            schema.definitions[reference] = definition
            left.formUnion(definition.references)
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
        // Those that are referred to are read once more from there.
        _ = schemas(fields, "definitions")
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
        if text == "#" || text.hasPrefix("#/") { return scope + text }
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        if text.hasPrefix(Self.address), segments.count == 7, segments[5] == "models", !segments[6].isEmpty {
            return segments[6] + "#"
        }
        findings.error(
            fields.path(of: "$ref"),
            "Hearth follows references to #/… and \(Self.address)API/models/… only, not to \(text)"
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
        for member in fields.object("patternProperties")?.value.members ?? [] {
            guard let pattern = fields.regularExpression(member.key, at: member.value.path),
                let property = self.schema(member.value)
            else { continue }
            schema.patternProperties.append(.init(pattern: pattern, schema: property))
        }
        schema.required = fields.strings("required") ?? []
        for member in fields.object("dependencies")?.value.members ?? [] {
            if let names = member.value.elements {
                schema.requiredBeside[member.key] = names.compactMap(fields.string)
            } else {
                schema.dependentSchemas[member.key] = self.schema(member.value)
            }
        }
        schema.minimumProperties = fields.int("minProperties")
        schema.maximumProperties = fields.int("maxProperties")
        (schema.allowsAdditionalProperties, schema.additionalProperties) = additional(fields, "additionalProperties")
    }

    /// Whether there may be more, and what it is held to.
    private func additional(_ fields: Fields, _ name: String) -> (Bool, [JSONSchema]) {
        guard let value = fields[name] else { return (true, []) }
        if value.members == nil { return (fields.bool(name) ?? true, []) }
        return (true, schema(value).map { [$0] } ?? [])
    }

    private func readArray(_ fields: Fields, _ schema: inout JSONSchema) {
        if let list = fields["items"]?.elements {
            schema.itemList = list.compactMap(self.schema)
        } else {
            schema.items = fields["items"].flatMap(self.schema).map { [$0] } ?? []
        }
        (schema.allowsAdditionalItems, schema.additionalItems) = additional(fields, "additionalItems")
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
    fileprivate var references: Set<String> {
        Set(parts.flatMap(\.references) + (reference.map { [$0] } ?? []))
    }

    private var parts: [JSONSchema] {
        [
            Array(properties.values), patternProperties.map(\.schema), Array(dependentSchemas.values),
            additionalProperties, items, itemList ?? [], additionalItems, allOf, anyOf, oneOf, not,
        ].flatMap { $0 }
    }
}

extension TemplateValue {
    fileprivate func value(at path: JSONPath) -> TemplateValue? {
        path.tokens.reduce(self) { (value: TemplateValue?, token) in
            guard let elements = value?.elements else { return value?[token] }
            return Int(token).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
        }
    }
}
