/// An Amazon Resource Name: `arn:partition:service:region:account-id:resource`.
package struct ARN: Sendable, Hashable, CustomStringConvertible {
    package var partition: String
    package var service: String
    package var region: String
    package var accountID: String
    /// All that follows the fifth colon, colons and slashes included.
    package var resource: String

    package init(service: String, region: String, accountID: String, resource: String, partition: String = "aws") {
        self.partition = partition
        self.service = service
        self.region = region
        self.accountID = accountID
        self.resource = resource
    }

    /// `nil` for a text that is not an ARN.
    package init?(_ text: some StringProtocol) {
        let parts = String(text).split(separator: ":" as Character, maxSplits: 5, omittingEmptySubsequences: false)
            .map(String.init)
        guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty, !parts[2].isEmpty, !parts[5].isEmpty else {
            return nil
        }
        self.init(
            service: parts[2],
            region: parts[3],
            accountID: parts[4],
            resource: parts[5],
            partition: parts[1]
        )
    }

    /// Whether it is that of a FIFO queue or a FIFO topic.
    package var isFIFO: Bool { ["sqs", "sns"].contains(service) && resource.hasSuffix(".fifo") }

    package var description: String { "arn:\(partition):\(service):\(region):\(accountID):\(resource)" }
}

/// Whose resources the emulator holds and where they are said to be.
package struct AWSAccount: Sendable, Hashable {
    /// Twelve digits.
    package var id: String
    package var region: String

    package init(id: String = "000000000000", region: String = "us-east-1") {
        self.id = id
        self.region = region
    }

    package func arn(_ service: String, _ resource: String) -> ARN {
        ARN(service: service, region: region, accountID: id, resource: resource, partition: partition)
    }

    /// `aws`, but for regions in China and those for the government of the United States.
    package var partition: String {
        if region.hasPrefix("cn-") { return "aws-cn" }
        return region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
    }
}
