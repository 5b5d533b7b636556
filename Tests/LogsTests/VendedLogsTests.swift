import JSON
import ServiceTesting
import Testing

@testable import Logs

@Suite struct VendedLogsTests {
    private let client: ServiceClient<Logs>

    init() throws {
        client = try ServiceClient(targetPrefix: "Logs_20140328.", migrations: Logs.migrations) { try Logs($0) }
    }

    private static let source =
        #"{"name":"s","resourceArn":"arn:aws:cloudfront::1:distribution/d","logType":"ACCESS_LOGS","tags":{"a":"b"}}"#
    private static let destination =
        #"{"name":"d","deliveryDestinationConfiguration":{"destinationResourceArn":"arn:aws:s3:::b"}}"#
    private static let arn = "arn:aws:logs:us-east-1:000000000000:delivery-destination:d"
    private static let delivery = #"{"deliverySourceName":"s","deliveryDestinationArn":"\#(arn)"}"#

    @Test func keepsDeliveriesAndWhatTheyJoin() async throws {
        try await client.call("PutDeliverySource", Self.source)
        let destination = try await client.call("PutDeliveryDestination", Self.destination)["deliveryDestination"]
        #expect(destination?["deliveryDestinationType"] == "S3" && destination?["arn"] == .string(Self.arn))
        let made = try await client.call("CreateDelivery", Self.delivery)["delivery"]
        let id = try #require(made?["id"]?.stringValue)
        #expect(try await client.call("GetDelivery", #"{"id":"\#(id)"}"#)["delivery"] == made)
        #expect(try await client.refusal("CreateDelivery", Self.delivery).hasPrefix("ConflictException"))
        for action in ["DeleteDeliverySource", "DeleteDeliveryDestination"] {
            let name = action.hasSuffix("Source") ? "s" : "d"
            #expect(try await client.refusal(action, #"{"name":"\#(name)"}"#).hasPrefix("ConflictException"))
        }
        try await client.call("DeleteDelivery", #"{"id":"\#(id)"}"#)
        try await client.call("DeleteDeliverySource", #"{"name":"s"}"#)
        #expect(try await client.call("DescribeDeliverySources", "{}")["deliverySources"] == [])
    }

    @Test func fillsInWhatDeliveriesOfCloudFrontDoNotSay() async throws {
        try await client.call("PutDeliverySource", Self.source)
        try await client.call("PutDeliveryDestination", Self.destination)
        let made = try await client.call("CreateDelivery", Self.delivery)["delivery"]
        #expect(made?["recordFields"]?.arrayValue?.count == 33 && made?["recordFields"]?[2] == "x-edge-location")
        let path: JSON = ["suffixPath": "AWSLogs/{account-id}/CloudFront/", "enableHiveCompatiblePath": false]
        #expect(made?["s3DeliveryConfiguration"] == path)
        let id = try #require(made?["id"]?.stringValue)
        try await client.call("UpdateDeliveryConfiguration", #"{"id":"\#(id)","recordFields":["date"]}"#)
        let changed = try await client.call("GetDelivery", #"{"id":"\#(id)"}"#)["delivery"]
        #expect(changed?["recordFields"] == ["date"] && changed?["s3DeliveryConfiguration"] == path)
    }

    @Test func tagsThem() async throws {
        try await client.call("PutDeliverySource", Self.source)
        let arn = "arn:aws:logs:us-east-1:000000000000:delivery-source:s"
        try await client.call("TagResource", #"{"resourceArn":"\#(arn)","tags":{"c":"d"}}"#)
        try await client.call("UntagResource", #"{"resourceArn":"\#(arn)","tagKeys":["a"]}"#)
        let tags = try await client.call("ListTagsForResource", #"{"resourceArn":"\#(arn)"}"#)["tags"]
        #expect(tags == ["c": "d"])
    }

    @Test(arguments: [
        ("GetDelivery", #"{"id":"x"}"#, "Requested Delivery does not exist in this account."),
        ("GetDeliverySource", #"{"name":"x"}"#, "Requested Delivery Source does not exist in this account."),
        (
            "DeleteDeliveryDestination", #"{"name":"x"}"#,
            "Requested Delivery Destination does not exist in this account."
        ),
        (
            "PutDeliverySource", #"{"name":"s","resourceArn":"arn:aws:s3:::b","logType":"ACCESS_LOGS"}"#,
            "Cannot access provided service."
        ),
        ("CancelExportTask", #"{"taskId":"x"}"#, "The specified export task does not exist."),
        ("DeleteDestination", #"{"destinationName":"x"}"#, "The specified destination does not exist."),
    ])
    func doesNotFindWhatIsNotThere(_ action: String, _ body: String, _ message: String) async throws {
        #expect(try await client.refusal(action, body) == "ResourceNotFoundException: " + message)
    }

    @Test func destinationsAreKept() async throws {
        let put = #"{"destinationName":"d","targetArn":"t","roleArn":"r"}"#
        try await client.call("PutDestination", put)
        try await client.call("PutDestinationPolicy", #"{"destinationName":"d","accessPolicy":"{}"}"#)
        try await client.call("PutDestination", put)
        let found = try await client.call("DescribeDestinations", #"{"DestinationNamePrefix":"d"}"#)["destinations"]
        #expect(found?.arrayValue?.count == 1 && found?[0]?["accessPolicy"] == "{}")
        try await client.call("DeleteDestination", #"{"destinationName":"d"}"#)
        #expect(try await client.call("DescribeDestinations", "{}")["destinations"] == [])
    }

    @Test func thereAreNoBucketsToExportTo() async throws {
        let task = #"{"logGroupName":"g","from":0,"to":1,"destination":"bucket"}"#
        #expect(try await client.refusal("CreateExportTask", task).hasPrefix("ResourceNotFoundException"))
        try await client.call("CreateLogGroup", #"{"logGroupName":"g"}"#)
        #expect(
            try await client.refusal("CreateExportTask", task)
                == "InvalidParameterException: The given bucket does not exist. Please make sure the bucket is valid."
        )
    }
}
