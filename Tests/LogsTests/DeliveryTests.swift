import JSON
import ServiceKit
import ServiceTesting
import Testing
import Wire

@testable import Logs

/// Log groups as the targets of rules.
@Suite struct DeliveryTests {
    private let client: ServiceClient<Logs>
    private let group = ARN("arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/all:*")

    init() throws {
        client = try ServiceClient(targetPrefix: "Logs_20140328.", migrations: Logs.migrations) { try Logs($0) }
    }

    private func deliver(_ payload: String) async throws -> AWSError? {
        let rule = ARN("arn:aws:events:us-east-1:000000000000:rule/r")
        let delivery = Delivery(payload: Array(payload.utf8), principal: "events.amazonaws.com", source: rule)
        let group = try #require(group)
        return await withCheckedContinuation { continuation in
            client.service.receive(delivery, at: group) { result in
                if case .failure(let error) = result {
                    continuation.resume(returning: error)
                } else {
                    continuation.resume(returning: nil)
                }
            }
        }
    }

    @Test func writesEventsIntoAStreamOfTheRule() async throws {
        try await client.call("CreateLogGroup", #"{"logGroupName":"/aws/events/all"}"#)
        #expect(try await deliver(#"{"id":"1"}"#) == nil)
        #expect(try await deliver(#"{"timestamp":1700000000000,"message":"made"}"#) == nil)
        let reply = try await client.call("FilterLogEvents", #"{"logGroupName":"/aws/events/all"}"#)
        let events = reply["events"]?.arrayValue ?? []
        #expect(Set(events.compactMap { $0["message"]?.stringValue }) == [#"{"id":"1"}"#, "made"])
        #expect(Set(events.compactMap { $0["logStreamName"]?.stringValue }).count == 1)
    }

    @Test func refusesMoreThanAnUploadMayHave() async throws {
        try await client.call("CreateLogGroup", #"{"logGroupName":"/aws/events/all"}"#)
        #expect(try await deliver(String(repeating: "x", count: 1_048_550)) == nil)
        let error = try await deliver(String(repeating: "x", count: 1_048_551))
        #expect(error?.message == "Upload too large: 1048577 bytes exceeds limit of 1048576")
        #expect(error?.isTransient == false)
    }

    @Test func refusesWhatHasNoGroup() async throws {
        #expect(try await deliver("{}")?.code == "ResourceNotFoundException")
    }
}
