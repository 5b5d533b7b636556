import AWSClient
import CatalogStores
import Endpoints
import FoundationEssentials
import ProductCatalog

/// Takes events.
protocol UpdateBus: Sendable {
    /// Publishes up to ten updates and returns those that were not taken.
    func put(_ updates: [ProductUpdate]) async throws -> [ProductUpdate]
}

/// A bus of EventBridge.
struct EventBridgeUpdates: UpdateBus {
    static let source = "catalog"

    let eventBridge: EventBridge
    let busName: String

    func put(_ updates: [ProductUpdate]) async throws -> [ProductUpdate] {
        let entries = try updates.map { update in
            EventBridge.PutEventsRequestEntry(
                source: Self.source,
                detailType: update.content.fact.detailType,
                detail: try update.json,
                eventBusName: busName
            )
        }
        let output = try await eventBridge.putEvents(.init(entries: entries))
        return zip(updates, output.entries).filter { $1.eventID == nil }.map(\.0)
    }
}

/// Publishes updates, ten at a time, and those again that a bus did not take. Once more than once is no harm: an event
/// has its id and its version before it is sent.
struct UpdatePublisher: Sendable {
    static let batch = 10
    private static let attempts = 3

    let bus: any UpdateBus
    var microseconds: @Sendable () -> Int = CatalogClock.microseconds
    var makeID: @Sendable () -> String = { UUID().uuidString.lowercased() }

    /// An update with an id of its own; `version` is the source's, where it has one.
    func update(_ productID: String, _ content: ProductUpdate.Content, version: Int? = nil) -> ProductUpdate {
        let version = Version(number: version ?? microseconds(), eventID: makeID())
        return ProductUpdate(productID: productID, version: version, content: content)
    }

    /// Throws `RequestError.unavailable` when the bus did not take all of them; some may have been taken.
    func publish(_ updates: [ProductUpdate]) async throws {
        for start in stride(from: 0, to: updates.count, by: Self.batch) {
            var rest = Array(updates[start..<min(start + Self.batch, updates.count)])
            for _ in 0..<Self.attempts where !rest.isEmpty { rest = try await put(rest) }
            guard rest.isEmpty else {
                throw RequestError.unavailable("The change could not be published, try again")
            }
        }
    }

    private func put(_ updates: [ProductUpdate]) async throws -> [ProductUpdate] {
        do {
            return try await bus.put(updates)
        } catch let error as AWSConnectionError {
            InvocationLog.warn("The bus cannot be reached: \(error)")
        } catch let error as AWSServiceError where error.statusCode >= 500 {
            InvocationLog.warn("The bus fails: \(error)")
        }
        return updates
    }
}

extension UpdatePublisher {
    /// The bus that the environment names.
    init(_ names: CatalogNames) throws {
        self.init(bus: EventBridgeUpdates(eventBridge: try EventBridge(), busName: try names.name("CATALOG_BUS")))
    }
}
