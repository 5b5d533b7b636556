import JSON
import ServiceKit
import Wire

/// A version of a layer as a function uses it.
package struct FunctionLayer: Sendable, Hashable {
    /// Of the version.
    package var arn: String
    /// Of the zip, in bytes; 0 for a folder that is used as it is.
    package var codeSize: Int
    /// What stands for `/opt`.
    package var directory: String

    /// Layers of one function at most.
    private static let limit = 5

    var stored: JSON {
        ["Arn": .string(arn), "CodeSize": JSON(codeSize), "Directory": .string(directory)]
    }

    package init(arn: String, codeSize: Int = 0, directory: String) {
        self.arn = arn
        self.codeSize = codeSize
        self.directory = directory
    }

    init(stored json: JSON) {
        arn = json["Arn"]?.stringValue ?? ""
        codeSize = json["CodeSize"]?.intValue ?? 0
        directory = json["Directory"]?.stringValue ?? ""
    }

    /// The layers that a request names, in its order; throws AWS's errors for those that cannot be used.
    static func resolve(_ arns: [String], _ service: LambdaAPI) throws(AWSError) -> [FunctionLayer] {
        guard arns.count <= limit else { throw .invalidParameter("Cannot reference more than \(limit) layers.") }
        var seen: [String: String] = [:]
        var layers: [FunctionLayer] = []
        for arn in arns {
            guard let version = LayerReference(arn) else { throw LayerReference.malformed(arns) }
            if let other = seen.updateValue(arn, forKey: version.name) {
                throw .invalidParameter(
                    "Two different versions of the same layer are not allowed to be referenced in the same function. "
                        + "\(other) and \(arn) are versions of the same layer."
                )
            }
            try version.checkIsOwned(service, action: "GetLayerVersion", arn)
            guard version.isHere(service) else {
                throw .invalidParameter(
                    "Layers are not in the same region as the function. Layers are expected to be in region "
                        + "\(service.context.account.region)."
                )
            }
            let key = FunctionSettings.Key(.layer, version.name, version.number ?? "")
            guard let layer = service.settings[key] else {
                throw .invalidParameter("Layer version \(arn) does not exist.")
            }
            layers.append(
                FunctionLayer(
                    arn: arn,
                    codeSize: layer["CodeSize"]?.intValue ?? 0,
                    directory: layer["CodeDirectory"]?.stringValue ?? ""
                )
            )
        }
        return layers
    }
}

/// The ARN of a layer, or of a version of one.
struct LayerReference: Hashable {
    var partition: String
    var region: String
    var account: String
    var name: String
    /// `nil` for a layer.
    var number: String?

    /// That of a version, such as `arn:aws:lambda:us-east-1:123456789012:layer:my-layer:3`.
    init?(_ text: String) {
        self.init(text, parts: 3)
        guard let number, Int(number) != nil else { return nil }
    }

    /// That of a layer, such as `arn:aws:lambda:us-east-1:123456789012:layer:my-layer`.
    init?(layer text: String) { self.init(text, parts: 2) }

    private init?(_ text: String, parts count: Int) {
        guard let arn = ARN(text), arn.service == "lambda", !arn.region.isEmpty,
            arn.accountID.utf8.count == 12, arn.accountID.utf8.allSatisfy(\.isDigit)
        else { return nil }
        let parts = arn.resource.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == count, parts[0] == "layer", !parts[1].isEmpty else { return nil }
        (partition, region, account) = (arn.partition, arn.region, arn.accountID)
        (name, number) = (parts[1], parts.count == 3 ? parts[2] : nil)
    }

    func isHere(_ service: LambdaAPI) -> Bool {
        let here = service.context.account
        return (partition, region) == (here.partition, here.region)
    }

    /// Throws AWS's error for the layer of another account, which has allowed nothing to this one: what is not allowed and
    /// what is not there are told in the same words. `arn` is what was asked for.
    func checkIsOwned(_ service: LambdaAPI, action: String, _ arn: String) throws(AWSError) {
        guard account != service.context.account.id else { return }
        let user = ARN(
            service: "iam",
            region: "",
            accountID: service.context.account.id,
            resource: "root",
            partition: service.context.account.partition
        )
        throw AWSError(
            "AccessDeniedException",
            status: 403,
            message: "User: \(user) is not authorized to perform: lambda:\(action) on resource: \(arn) because no "
                + "resource-based policy allows the lambda:\(action) action"
        )
    }

    /// Throws for layers of other accounts and, in the words that functions have, of other regions.
    func checkIsOwn(_ service: LambdaAPI, action: String, _ arn: String) throws(AWSError) {
        try checkIsOwned(service, action: action, arn)
        guard !isHere(service) else { return }
        throw .lambda(
            "ResourceNotFoundException",
            status: 404,
            "Layers from '\(region)' are not reachable in this region ('\(service.context.account.region)')",
            key: "Message"
        )
    }

    static let pattern =
        #"(arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:layer:[a-zA-Z0-9-_]+:"#
        + #"[0-9]+)|(arn:[a-zA-Z0-9-]+:lambda:::awslayer:[a-zA-Z0-9-_]+)"#

    static func malformed(_ arns: [String]) -> AWSError {
        AWSError(
            "ValidationException",
            message:
                "1 validation error detected: Value '[\(arns.joined(separator: ", "))]' at 'layers' failed to satisfy "
                + "constraint: Member must satisfy constraint: [Member must have length less than or equal to 2048, Member "
                + "must have length greater than or equal to 1, Member must satisfy regular expression pattern: "
                + "\(pattern), Member must not be null]"
        )
    }
}
