import JSON
import ServiceKit

extension Metrics {
    /// Makes what a request describes, or brings what is there already to it. For callers that can wait.
    package func setUp(_ action: String, _ request: JSON) throws {
        try perform(action, request, among: Self.operations)
    }

    /// Removes what a request of the template has made. For callers that can wait.
    package func takeBack(_ action: String, _ request: JSON) throws {
        try perform(action, request, among: Self.operations)
    }
}
