import Wire

extension Application {
    /// A DynamoDB table: `AWS::DynamoDB::Table` or `AWS::Serverless::SimpleTable`.
    package struct Table: Sendable, Hashable {
        package var logicalID: String
        /// `TableName`, or the logical id where there is none, with an ending where that is too short.
        package var name: String
        package var arn: ARN
        package var attributeDefinitions: [Attribute]
        package var key: Key
        package var globalSecondaryIndexes: [Index] = []
        package var localSecondaryIndexes: [Index] = []
        /// `nil`: on demand (`PAY_PER_REQUEST`).
        package var provisionedThroughput: Throughput?
        /// `StreamSpecification.StreamViewType`; `nil`: no stream.
        package var streamViewType: StreamViewType?
        /// The attribute that holds when an item expires.
        package var timeToLiveAttribute: String?
        package var tags: [String: String] = [:]
        /// `SSESpecification` as the API takes it; `nil`: encrypted with a key that AWS owns.
        package var serverSideEncryption: ServerSideEncryption?
        package var tableClass = TableClass.standard
        package var deletionProtectionEnabled = false
        /// Where the template defines it.
        package var path: JSONPath

        package init(
            logicalID: String,
            name: String,
            arn: ARN,
            attributeDefinitions: [Attribute],
            key: Key,
            path: JSONPath
        ) {
            self.logicalID = logicalID
            self.name = name
            self.arn = arn
            self.attributeDefinitions = attributeDefinitions
            self.key = key
            self.path = path
        }
    }
}

extension Application.Table {
    package struct Attribute: Sendable, Hashable {
        package var name: String
        package var type: AttributeType

        package init(_ name: String, _ type: AttributeType) {
            self.name = name
            self.type = type
        }
    }

    package enum AttributeType: String, Sendable, CaseIterable { case string = "S", number = "N", binary = "B" }

    package struct Key: Sendable, Hashable {
        package var partitionKey: String
        package var sortKey: String?

        package init(partitionKey: String, sortKey: String? = nil) {
            self.partitionKey = partitionKey
            self.sortKey = sortKey
        }
    }

    package struct Index: Sendable, Hashable {
        package var name: String
        package var key: Key
        package var projection: Projection
        /// Of a global index of a provisioned table.
        package var provisionedThroughput: Throughput?

        package init(name: String, key: Key, projection: Projection, provisionedThroughput: Throughput? = nil) {
            self.name = name
            self.key = key
            self.projection = projection
            self.provisionedThroughput = provisionedThroughput
        }
    }

    package enum Projection: Sendable, Hashable {
        case all, keysOnly
        case include([String])
    }

    package struct Throughput: Sendable, Hashable {
        package var readCapacityUnits: Int
        package var writeCapacityUnits: Int

        package init(readCapacityUnits: Int, writeCapacityUnits: Int) {
            self.readCapacityUnits = readCapacityUnits
            self.writeCapacityUnits = writeCapacityUnits
        }
    }

    package enum StreamViewType: String, Sendable, CaseIterable {
        case keysOnly = "KEYS_ONLY"
        case newImage = "NEW_IMAGE"
        case oldImage = "OLD_IMAGE"
        case newAndOldImages = "NEW_AND_OLD_IMAGES"
    }

    package enum TableClass: String, Sendable, CaseIterable {
        case standard = "STANDARD"
        case standardInfrequentAccess = "STANDARD_INFREQUENT_ACCESS"
    }

    package struct ServerSideEncryption: Sendable, Hashable {
        package var isEnabled: Bool
        package var kmsMasterKeyID: String?

        package init(isEnabled: Bool, kmsMasterKeyID: String? = nil) {
            self.isEnabled = isEnabled
            self.kmsMasterKeyID = kmsMasterKeyID
        }
    }
}
