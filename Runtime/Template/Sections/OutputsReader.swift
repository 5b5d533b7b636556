/// Reads the template's `Outputs`.
struct OutputsReader {
    let resolver: Resolver

    func outputs(_ section: TemplateValue?) -> [Application.Output] {
        guard let section = Fields(section, at: .root / "Outputs", resolver.findings) else { return [] }
        return (section.value.members ?? []).compactMap { member in
            guard isWanted(member.value),
                let value = resolver.output(member.value),
                let fields = Fields(value, at: value.path, resolver.findings)
            else { return nil }
            fields.allow(["Value", "Description", "Export", "Condition"])
            return fields.requiredString("Value").map {
                Application.Output(name: member.key, value: $0, description: fields.string("Description"))
            }
        }
    }

    private func isWanted(_ output: TemplateValue) -> Bool {
        guard let condition = output["Condition"], let name = condition.string else { return true }
        return resolver.isTrue(name, at: condition.path) ?? false
    }
}
