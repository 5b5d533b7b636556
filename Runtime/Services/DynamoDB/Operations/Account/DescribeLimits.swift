import JSON
import ServiceKit
import Storage
import Wire

/// Shows how much throughput may be provisioned: what AWS gives an account to begin with. Here it limits nothing.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeLimits.html
struct DescribeLimits: Operation {
    static let input = Shape.structure("DescribeLimitsInput", [])
    static let access = OperationAccess.read

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {}

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        var reply = Reply()
        reply.member("AccountMaxReadCapacityUnits", 80_000)
        reply.member("AccountMaxWriteCapacityUnits", 80_000)
        reply.member("TableMaxReadCapacityUnits", 40_000)
        reply.member("TableMaxWriteCapacityUnits", 40_000)
        return reply.finish()
    }
}
