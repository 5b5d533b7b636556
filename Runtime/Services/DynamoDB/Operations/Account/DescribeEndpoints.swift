import JSON
import ServiceKit
import Storage
import Wire

/// Tells clients to go on talking to the host that they talk to.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeEndpoints.html
struct DescribeEndpoints: Operation {
    static let input = Shape.structure("DescribeEndpointsRequest", [])
    static let access = OperationAccess.read

    private var host: String

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        host = "dynamodb.\(service.context.account.region).amazonaws.com"
    }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: DynamoDB) throws(AWSError) {
        try self.init(input, service)
        if let host = headers["Host"] { self.host = host }
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        var reply = Reply()
        reply.member("Endpoints", [["Address": .string(host), "CachePeriodInMinutes": 1440]])
        return reply.finish()
    }
}
