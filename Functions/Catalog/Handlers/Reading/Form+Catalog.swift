import Endpoints
import FoundationEssentials
import ProductCatalog

extension Form {
    /// Who asks; the web where it is not said.
    mutating func client() -> Client { choice("client") ?? .web }

    /// One of an enumeration's values.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        required: Bool = false
    ) -> Choice? {
        guard let value = value(name, required: required) else { return nil }
        if case .string(let text) = value, let choice = Choice(rawValue: text) { return choice }
        return fail(name, "must be one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }

    /// A currency that prices can be shown in.
    mutating func currency(required: Bool = false) -> String? {
        guard let value = value("currency", required: required) else { return nil }
        if case .string(let code) = value, Currency.known[code] != nil { return code }
        fail("currency", because: "must be one of \(Currency.codes.joined(separator: ", "))")
        return nil
    }

    /// Where a page of a category starts: the id behind which it does.
    mutating func productCursor() -> String? {
        guard let value = value("cursor", required: false) else { return nil }
        if case .string(let text) = value, let cursor = ProductCursor(text) { return cursor.productID }
        fail("cursor", because: "is not a cursor of this list")
        return nil
    }
}

/// Where a page of a category starts, as clients carry it about: base64url, so that nobody is tempted to read it.
struct ProductCursor: Hashable {
    var productID: String

    init(productID: String) { self.productID = productID }

    /// `nil` for text that never was a cursor.
    init?(_ text: String) {
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: base64 + padding),
            let plain = String(validating: data, as: UTF8.self), plain.hasPrefix(Self.mark)
        else { return nil }
        productID = String(plain.dropFirst(Self.mark.count))
        guard (1...Form.idBytes).contains(productID.utf8.count) else { return nil }
    }

    var text: String {
        Data("\(Self.mark)\(productID)".utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static let mark = "after:"
}
