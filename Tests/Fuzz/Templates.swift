import Template

/// Templates must be read or refused with a reason.
enum Templates {
    static func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        for format in [TemplateFormat.json, .yaml] {
            let application = TemplateReader().application(parsing: text, format: format)
            for diagnostic in application.diagnostics { require(!diagnostic.message.isEmpty, "no reason") }
        }
    }
}
