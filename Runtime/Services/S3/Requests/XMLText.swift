import ServiceKit
import Wire

/// XML as S3's replies have it.
struct XMLText {
    private var writer = XMLWriter()

    var bytes: [UInt8] { writer.bytes }

    init() {}

    /// A whole document; most are of S3's namespace.
    init(_ root: String, hasNamespace: Bool = true, _ content: (inout XMLText) -> Void) {
        let namespace = hasNamespace ? " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"" : ""
        writer.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(root)\(namespace)>")
        content(&self)
        writer.raw("</\(root)>")
    }

    mutating func raw(_ text: String) { writer.raw(text) }

    mutating func text(_ text: String) {
        // What XML has no other way to say; clients that want such names ask for them URL-encoded.
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 && scalar != "\t" && scalar != "\n" && scalar != "\r" {
                writer.raw("&#x\(String(scalar.value, radix: 16));")
            } else {
                writer.text(String(scalar))
            }
        }
    }

    /// Nothing for `nil`.
    mutating func element(_ name: String, _ text: String?) {
        guard let text else { return }
        writer.raw("<\(name)>")
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 }
        if isPlain { writer.text(text) } else { self.text(text) }
        writer.raw("</\(name)>")
    }

    mutating func element(_ name: String, _ number: Int) { element(name, String(number)) }

    mutating func element(_ name: String, _ flag: Bool) { element(name, flag ? "true" : "false") }

    mutating func element(_ name: String, _ content: (inout XMLText) -> Void) {
        writer.raw("<\(name)>")
        content(&self)
        writer.raw("</\(name)>")
    }

    /// The owner of everything.
    mutating func owner(_ call: Call, _ name: String = "Owner") { element(name) { $0.element("ID", call.ownerID) } }
}
