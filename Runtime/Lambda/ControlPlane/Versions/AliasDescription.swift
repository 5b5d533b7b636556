import JSON
import Time
import Wire

/// An alias as the API shows it. A template's `AutoPublishAlias` makes it, and points it to the version that is published.
enum AliasDescription {
    static func json(_ name: String, of function: FunctionConfiguration, _ account: AWSAccount) -> JSON {
        let arn = "\(function.arn(in: account)):\(name)"
        let seed = arn.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return [
            "AliasArn": .string(arn), "Name": .string(name),
            "FunctionVersion": .string(FunctionVersions.published), "Description": "",
            "RevisionId": .string(IDSource(seed: seed).uuid()),
        ]
    }
}
