import Endpoints
import JSON
import LambdaEvents
import Testing

@testable import Books

struct ValidationTests {
    private let service = FakeStores().service
    private let readers = FakeReaders()

    @Test(arguments: [
        ("{}", ["query": "is missing"]),
        (#"{"query": null}"#, ["query": "is missing"]),
        (#"{"query": 5}"#, ["query": "must be a string"]),
        (#"{"query": "  "}"#, ["query": "must not be empty"]),
        (#"{"query": "a", "limit": 0}"#, ["limit": "must be a whole number from 1 to 100"]),
        (#"{"query": "a", "limit": 1e9}"#, ["limit": "must be a whole number from 1 to 100"]),
        (#"{"query": "a", "limit": "7"}"#, ["limit": "must be a whole number from 1 to 100"]),
        (#"{"query": "a", "limit": true}"#, ["limit": "must be a whole number from 1 to 100"]),
        (#"{"query": "a", "limt": 5}"#, ["limt": "is not a field of this request"]),
        (
            #"{"query": [], "limit": {}}"#,
            ["query": "must be a string", "limit": "must be a whole number from 1 to 100"]
        ),
    ])
    func namesWrongFieldsOfASearch(_ body: String, _ errors: [String: String]) async throws {
        try await expect(SearchEndpoint(service: service), try request(body: body), errors)
    }

    @Test func refusesLongQueries() async throws {
        let body = #"{"query": "\#(String(repeating: "x", count: 201))"}"#
        let errors = ["query": "must have at most 200 characters"]
        try await expect(SearchEndpoint(service: service), try request(body: body), errors)
    }

    @Test(arguments: [nil, "", "nonsense", "[1]", "5", "null", #"{"query": "#])
    func refusesBodiesThatAreNoObject(_ body: String?) async throws {
        let (status, reply) = try await answer(SearchEndpoint(service: service), try request(body: body))
        #expect(status == 400)
        #expect(reply["message"]?.stringValue?.hasPrefix("The body is") == true)
        #expect(reply["errors"] == nil)
    }

    @Test(arguments: [
        (#"{"user_id": "u", "rating": 6}"#, ["rating": "must be a whole number from 1 to 5"]),
        (#"{"user_id": "u", "rating": 4.5}"#, ["rating": "must be a whole number from 1 to 5"]),
        (#"{"user_id": "", "rating": 3}"#, ["user_id": "must not be empty"]),
        (#"{"rating": 3, "user_id": 7}"#, ["user_id": "must be a string"]),
        (#"{"user_id": "u", "rating": 3, "book_id": "x"}"#, ["book_id": "belongs in the path only"]),
        ("{}", ["rating": "is missing"]),
    ])
    func namesWrongFieldsOfARating(_ body: String, _ errors: [String: String]) async throws {
        let request = try request(path: ["book_id": "it"], body: body, reader: "u")
        try await expect(RateEndpoint(service: service), request, errors)
    }

    @Test(arguments: [
        (#"{}"#, ["title": "or another condition is needed"]),
        (#"{"limit": 5}"#, ["title": "or another condition is needed"]),
        (#"{"min_year": 2000, "max_year": 1990}"#, ["max_year": "must not be before min_year"]),
        (#"{"min_rating": 6}"#, ["min_rating": "must be a number from 0 to 5"]),
        (#"{"min_year": "1990"}"#, ["min_year": "must be a whole number from -4000 to 2200"]),
    ])
    func namesWrongFieldsOfAnAdvancedSearch(_ body: String, _ errors: [String: String]) async throws {
        try await expect(AdvancedSearchEndpoint(service: service), try request(body: body), errors)
    }

    @Test(arguments: [
        (#"{"book_ids": []}"#, ["book_ids": "must have 1 to 1000 entries"]),
        (#"{"book_ids": "it"}"#, ["book_ids": "must be a list of strings"]),
        (#"{"book_ids": ["it", 5]}"#, ["book_ids[1]": "must be a string"]),
    ])
    func namesWrongFieldsOfABatch(_ body: String, _ errors: [String: String]) async throws {
        try await expect(BooksBatchEndpoint(service: service), try request(body: body), errors)
    }

    @Test(arguments: [
        (["limit": "many"], ["limit": "must be a whole number from 1 to 100"]),
        (["limit": "101"], ["limit": "must be a whole number from 1 to 100"]),
        (["cursor": "zzz"], ["cursor": "is not a cursor of this list"]),
        (["cursor": "5"], ["cursor": "is not a cursor of this list"]),
        (["page": "2"], ["page": "is not a field of this request"]),
    ])
    func namesWrongParametersOfAPage(_ query: [String: String], _ errors: [String: String]) async throws {
        let request = try request(path: ["user_id": "u"], query: query)
        try await expect(UserRatingsEndpoint(service: service, readers: readers), request, errors)
    }

    private func expect(
        _ endpoint: some Endpoint,
        _ request: APIGatewayV2Request,
        _ errors: [String: String]
    ) async throws {
        let (status, body) = try await answer(endpoint, request)
        #expect(status == 400)
        #expect(body["message"] == "The request is not valid")
        #expect(body["errors"] == .object(.init(errors.map { ($0, .string($1)) })))
    }
}
