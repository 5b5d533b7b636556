import JSON

/// What the function that works on imports is called with.
package struct ImportPagesEvent: Codable, Hashable, Sendable {
    package var import_id: String

    package init(import_id: String) { self.import_id = import_id }

    package var payload: [UInt8] { get throws { try JSONCoder.encode(self) } }
}
