import BookCatalog
import BookTables
import Endpoints
import LambdaEvents

/// `GET /health`: whether the function reaches its tables. An error of the table is an error of the function.
struct HealthEndpoint: Endpoint {
    let service: BookService

    struct Answer: Encodable {
        var status: String
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        _ = try await service.books.books(["health"])
        return Answer(status: "ok")
    }
}
