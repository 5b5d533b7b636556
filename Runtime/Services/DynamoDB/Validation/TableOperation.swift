import JSON
import ServiceKit
import Wire

/// An action about a table itself. AWS says of these in other words that the table's name is missing, short or long.
protocol TableOperation: Operation<DynamoDB> {}

extension TableOperation {
    static func precheck(_ input: JSON.Object) throws(AWSError) {
        guard let name = input["TableName"]?.stringValue else {
            throw .validation("The parameter 'TableName' is required but was not present in the request")
        }
        guard name.hasPrefix("arn:") || (3...255).contains(name.utf8.count) else {
            throw .validation("TableName must be at least 3 characters long and at most 255 characters long")
        }
    }
}
