import JSON

extension Application.Table {
    /// The input of DynamoDB's `CreateTable` that makes this table. Expiry is no part of it: that takes
    /// `updateTimeToLiveInput`.
    ///
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
    package var createTableInput: JSON {
        var input = JSON.Object([
            ("TableName", .string(name)),
            ("AttributeDefinitions", .array(attributeDefinitions.map(\.json))),
            ("KeySchema", key.schema),
            ("BillingMode", provisionedThroughput == nil ? "PAY_PER_REQUEST" : "PROVISIONED"),
            ("TableClass", .string(tableClass.rawValue)),
            ("DeletionProtectionEnabled", .bool(deletionProtectionEnabled)),
        ])
        input["ProvisionedThroughput"] = provisionedThroughput?.json
        if !globalSecondaryIndexes.isEmpty {
            input["GlobalSecondaryIndexes"] = .array(globalSecondaryIndexes.map(\.json))
        }
        if !localSecondaryIndexes.isEmpty {
            input["LocalSecondaryIndexes"] = .array(localSecondaryIndexes.map(\.json))
        }
        if let streamViewType {
            input["StreamSpecification"] = ["StreamEnabled": true, "StreamViewType": .string(streamViewType.rawValue)]
        }
        input["SSESpecification"] = serverSideEncryption?.json
        if !tags.isEmpty {
            input["Tags"] = .array(
                tags.sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": .string($0.value)] }
            )
        }
        return .object(input)
    }

    /// The input of `UpdateTimeToLive` that makes the table's items expire; `nil` when they do not.
    ///
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
    package var updateTimeToLiveInput: JSON? {
        timeToLiveAttribute.map { attribute in
            [
                "TableName": .string(name),
                "TimeToLiveSpecification": ["AttributeName": .string(attribute), "Enabled": true],
            ]
        }
    }
}

extension Application.Table.Attribute {
    fileprivate var json: JSON { ["AttributeName": .string(name), "AttributeType": .string(type.rawValue)] }
}

extension Application.Table.Key {
    fileprivate var schema: JSON {
        var elements: [JSON] = [["AttributeName": .string(partitionKey), "KeyType": "HASH"]]
        if let sortKey { elements.append(["AttributeName": .string(sortKey), "KeyType": "RANGE"]) }
        return .array(elements)
    }
}

extension Application.Table.Index {
    fileprivate var json: JSON {
        var index = JSON.Object([
            ("IndexName", .string(name)), ("KeySchema", key.schema), ("Projection", projection.json),
        ])
        index["ProvisionedThroughput"] = provisionedThroughput?.json
        return .object(index)
    }
}

extension Application.Table.Projection {
    fileprivate var json: JSON {
        switch self {
        case .all: ["ProjectionType": "ALL"]
        case .keysOnly: ["ProjectionType": "KEYS_ONLY"]
        case .include(let names):
            ["ProjectionType": "INCLUDE", "NonKeyAttributes": .array(names.map { .string($0) })]
        }
    }
}

extension Application.Table.Throughput {
    fileprivate var json: JSON {
        ["ReadCapacityUnits": JSON(readCapacityUnits), "WriteCapacityUnits": JSON(writeCapacityUnits)]
    }
}

extension Application.Table.ServerSideEncryption {
    fileprivate var json: JSON {
        var specification = JSON.Object([("Enabled", .bool(isEnabled))])
        if let kmsMasterKeyID {
            specification["SSEType"] = "KMS"
            specification["KMSMasterKeyId"] = .string(kmsMasterKeyID)
        }
        return .object(specification)
    }
}
