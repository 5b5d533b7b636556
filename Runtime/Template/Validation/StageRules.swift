/// What a stage may be called.
enum StageRules {
    static func http(_ name: String, _ fields: Fields) -> String? {
        if name == "$default" { return name }
        return checked(name, "$default, or letters, digits, hyphens and underscores", fields)
    }

    static func rest(_ name: String, _ fields: Fields) -> String? {
        checked(name, "letters, digits, hyphens and underscores", fields)
    }

    private static func checked(_ name: String, _ rule: String, _ fields: Fields) -> String? {
        let isValid =
            (1...128).contains(name.utf8.count)
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
        if !isValid {
            fields.findings.error(fields.path(of: "StageName"), "a stage name has \(rule): \"\(name)\" does not do")
        }
        return isValid ? name : nil
    }
}
