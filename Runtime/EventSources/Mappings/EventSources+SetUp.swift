import JSON
import Lambda
import ServiceKit
import Storage
import Wire

/// Mappings that a template names.
extension EventSources {
    /// A mapping as a template has it: a request to `CreateEventSourceMapping`.
    package struct Planned: Sendable {
        package var logicalID: String
        package var request: JSON.Object

        package init(logicalID: String, request: JSON.Object) {
            self.logicalID = logicalID
            self.request = request
        }
    }

    /// Sees to it that there is this mapping, after `resume`. One that was there before keeps its UUID and goes on where it
    /// stood.
    package func setUp(_ planned: Planned) async throws(AWSError) {
        let request = try MappingShapes.create.read(.object(planned.request))
        let former = all.map(\.mapping).first { $0.logicalID == planned.logicalID }
        if let former, former.change != .deleting, try isSame(former, request) {
            return try await finish { self.update(former.uuid, request, byTemplate: true, completion: $0) }
        }
        if let former { try await finish { self.remove(former.uuid, completion: $0) } }
        try await finish { self.create(request, logicalID: planned.logicalID, completion: $0) }
    }

    /// Ends mappings that an earlier template named and this one does not.
    package func keep(_ logicalIDs: Set<String>) async throws(AWSError) {
        for mapping in all.map(\.mapping) {
            guard let logicalID = mapping.logicalID, !logicalIDs.contains(logicalID) else { continue }
            try await finish { self.remove(mapping.uuid, completion: $0) }
        }
    }

    private func isSame(_ mapping: EventSourceMapping, _ request: JSON.Object) throws(AWSError) -> Bool {
        let target = try lambda.target(request["FunctionName"]?.stringValue ?? "")
        return request["EventSourceArn"] == .string(mapping.source.description) && target?.arn == mapping.functionARN
            && request["StartingPosition"]?.nonNull == mapping.settings["StartingPosition"]
    }

    private func finish<Success: Sendable>(
        _ change: (@escaping @Sendable (Result<Success, any Error>) -> Void) -> Void
    ) async throws(AWSError) {
        let result = await withCheckedContinuation { continuation in
            change { continuation.resume(returning: $0) }
        }
        do {
            _ = try result.get()
        } catch let error as AWSError {
            throw error
        } catch {
            throw AWSError("ServiceException", status: 500, message: "\(error)")
        }
    }
}
