import JSON

/// What a value must look like that goes into a request as the template has it. Where a request wants a number or a truth,
/// templates may write a text: a `Ref` of a parameter is one, whatever its type.
indirect enum Form: Sendable {
    /// A document that is the user's own.
    case any
    case text
    case whole
    case list(Form)
    /// Members by their names. Others are refused.
    case object([String: Form])
}

extension Fields {
    /// A member in the form that requests have; `nil`, and complaints, for what is not of this form.
    func json(_ name: String, _ form: Form) -> JSON? { value[name].flatMap { json($0, form) } }

    func json(_ value: TemplateValue, _ form: Form) -> JSON? {
        if value.isUnresolved { return nil }
        switch form {
        case .any: return value.json
        case .text: return string(value).map { .string($0) }
        case .whole: return int(value).map { JSON($0) }
        case .list(let element):
            return elements(value).map { .array($0.compactMap { json($0, element) }) }
        case .object(let members):
            guard let fields = Fields(value, at: value.path, findings) else { return nil }
            fields.allow(members.keys.sorted())
            let known = fields.names.compactMap { name in
                members[name].flatMap { fields.json(name, $0) }.map { (name, $0) }
            }
            return .object(JSON.Object(known))
        }
    }

    /// A document that may be written as a text: as the text that requests have.
    func document(_ name: String, _ form: Form = .any) -> JSON? {
        if let text = value[name]?.string { return .string(text) }
        return json(name, form).map { .string($0.text) }
    }
}
