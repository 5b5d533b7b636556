import Wire

/// What references resolve to and the template itself cannot say: whose account this is and where things listen.
package struct EmulatorAttributes: Sendable {
    package var account: AWSAccount
    package var stackName: String
    /// The value of `AWS::URLSuffix`.
    package var urlSuffix = "amazonaws.com"
    /// Where the gateway listens, without a slash at the end: `http://127.0.0.1:3000`.
    package var gatewayURL: String
    /// By logical id: the addresses of APIs that have one of their own.
    package var apiEndpoints: [String: String] = [:]
    /// By table name: the ARNs of streams, which are not known before the tables are there.
    package var streamARNs: [String: String] = [:]

    package init(
        account: AWSAccount = AWSAccount(),
        stackName: String = "hearth",
        gatewayURL: String = "http://127.0.0.1:3000"
    ) {
        self.account = account
        self.stackName = stackName
        self.gatewayURL = gatewayURL
    }

    /// The address that clients reach an API by.
    package func endpoint(ofAPI logicalID: String) -> String { apiEndpoints[logicalID] ?? gatewayURL }

    /// The ARN of a table's stream; until that is known, one that looks like it.
    func streamARN(ofTable name: String) -> String {
        streamARNs[name] ?? account.arn("dynamodb", "table/\(name)/stream/1970-01-01T00:00:00.000").description
    }

    /// The id of an API: ten letters and digits, made from the names of stack and API alone.
    package func apiID(_ logicalID: String) -> String {
        let digits = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        var hash = "\(stackName)/\(logicalID)".utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return String(
            (0..<10).map { _ in
                defer { hash /= UInt64(digits.count) }
                return digits[Int(hash % UInt64(digits.count))]
            }
        )
    }

    var stackID: String {
        account.arn("cloudformation", "stack/\(stackName)/\(apiID("stack"))").description
    }
}
