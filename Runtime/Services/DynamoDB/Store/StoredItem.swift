import JSON
import Storage

/// An item as it lies in the store.
struct StoredItem: Sendable {
    /// As DynamoDB counts it, not that of `body`.
    var size: Int
    /// Wire JSON: `{"id":{"S":"…"}}`.
    var body: [UInt8]

    init(size: Int, body: [UInt8]) {
        self.size = size
        self.body = body
    }

    init(_ item: AttributeMap) {
        size = item.size
        body = item.wireBytes
    }

    /// Throws `StorageError.corrupt` for bytes that are no item: nothing but a damaged file has such.
    func attributes() throws -> AttributeMap {
        guard let tape = try? JSONTape(body), let attributes = AttributeMap(stored: tape) else {
            throw StorageError.corrupt(path: "a stored item", detail: "it is no item")
        }
        return attributes
    }
}
