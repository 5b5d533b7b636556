import JSON
import ServiceKit
import Wire

extension EventBridge {
    /// Makes what a request describes, or brings what is there already to it. For callers that can wait.
    package func setUp(_ action: String, _ request: JSON) throws {
        do {
            try perform(action, request, among: Self.operations)
        } catch let error as AWSError where error.code == "ResourceAlreadyExistsException" {
            try perform(action.replacing("Create", with: "Update"), updating(request), among: Self.operations)
        }
    }

    /// Removes what a request of the template has made. For callers that can wait.
    package func takeBack(_ action: String, _ request: JSON) throws {
        try perform(action, request, among: Self.operations)
    }

    /// What may be changed later: not where an archive's events come from, nor tags.
    private func updating(_ request: JSON) -> JSON {
        guard var object = request.objectValue else { return request }
        for name in ["EventSourceArn", "Tags"] { object[name] = nil }
        return .object(object)
    }
}
