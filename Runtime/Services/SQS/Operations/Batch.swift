import JSON
import ServiceKit
import Wire

/// The entries of a batch request, of which each succeeds or fails by itself.
struct Batch<Value: Sendable>: Sendable {
    /// In the order of the request; one that was refused already, with its error.
    let entries: [(id: String, value: Result<Value, AWSError>)]

    /// `name` is that of an entry in AWS's words. `read` makes a value of each entry.
    init(_ input: JSON.Object, _ name: String, _ read: (JSON.Object) throws(AWSError) -> Value) throws(AWSError) {
        let objects = (input["Entries"]?.arrayValue ?? []).compactMap(\.objectValue)
        let ids = objects.map { $0["Id"]?.stringValue ?? "" }
        try Self.check(ids, name)
        var entries: [(String, Result<Value, AWSError>)] = []
        for (id, object) in zip(ids, objects) {
            do throws(AWSError) {
                entries.append((id, .success(try read(object))))
            } catch {
                entries.append((id, .failure(error)))
            }
        }
        self.entries = entries
    }

    private static func check(_ ids: [String], _ name: String) throws(AWSError) {
        guard !ids.isEmpty else {
            throw AWSError("EmptyBatchRequest", message: "There should be at least one \(name) in the request.")
        }
        guard ids.count <= Limits.batchEntries else {
            throw AWSError(
                "TooManyEntriesInBatchRequest",
                message: "Maximum number of entries per request are \(Limits.batchEntries). You have sent \(ids.count)."
            )
        }
        guard ids.allSatisfy(isID) else {
            throw AWSError(
                "InvalidBatchEntryId",
                message: "A batch entry id can only contain alphanumeric characters, hyphens and underscores. "
                    + "It can be at most 80 letters long."
            )
        }
        var seen: Set<String> = []
        if let repeated = ids.first(where: { !seen.insert($0).inserted }) {
            throw AWSError("BatchEntryIdsNotDistinct", message: "Id \(repeated) repeated.")
        }
    }

    private static func isID(_ id: String) -> Bool {
        (1...80).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }

    /// Does something with every entry, and tells of each how it went. `perform` refuses before it changes anything.
    func reply(_ perform: (Value) throws -> JSON.Object) throws -> [UInt8] {
        var (successful, failed): ([JSON], [JSON]) = ([], [])
        for entry in entries {
            do {
                let members = try perform(entry.value.get())
                successful.append(.object(JSON.Object([("Id", .string(entry.id))] + members.pairs)))
            } catch let error as AWSError {
                failed.append(Self.failure(entry.id, error))
            }
        }
        return JSON.object(reply(successful, failed)).bytes
    }

    /// AWS leaves out what is empty.
    private func reply(_ successful: [JSON], _ failed: [JSON]) -> JSON.Object {
        var reply = JSON.Object()
        if !successful.isEmpty { reply["Successful"] = .array(successful) }
        if !failed.isEmpty { reply["Failed"] = .array(failed) }
        return reply
    }

    private static func failure(_ id: String, _ error: AWSError) -> JSON {
        let error = error.inWordsOfSQSQuery
        return [
            "Id": .string(id), "SenderFault": .bool(error.fault == .client), "Code": .string(error.code),
            "Message": .string(error.message),
        ]
    }
}

extension JSON.Object {
    fileprivate var pairs: [(String, JSON)] { members.map { ($0.key, $0.value) } }
}
