import EventSources
import Template
import Wire

extension EventSources {
    /// Sees to it that there are the mappings that a template names, and no others of an earlier template.
    func setUp(_ mappings: [Application.EventSourceMapping]) async throws(CommandError) {
        do throws(AWSError) {
            try await keep(Set(mappings.map(\.logicalID)))
        } catch {
            throw CommandError(error.message)
        }
        for mapping in mappings {
            do throws(AWSError) {
                try await setUp(Planned(logicalID: mapping.logicalID, request: mapping.request))
            } catch {
                throw CommandError("\(mapping.path): \(error.message)")
            }
        }
    }
}
