import JSON
import ServiceKit
import Time
import Wire

/// An HTTP endpoint of a function's own, or of one of its aliases.
/// https://docs.aws.amazon.com/lambda/latest/api/API_FunctionUrlConfig.html
package struct FunctionURLConfig: Sendable, Hashable {
    package enum AuthType: String, Sendable {
        case none = "NONE"
        case iam = "AWS_IAM"
    }

    package enum InvokeMode: String, Sendable {
        case buffered = "BUFFERED"
        case responseStream = "RESPONSE_STREAM"
    }

    package struct CORS: Sendable, Hashable {
        package var allowCredentials: Bool
        package var allowHeaders: [String]
        package var allowMethods: [String]
        package var allowOrigins: [String]
        package var exposeHeaders: [String]
        /// In seconds.
        package var maxAge: Int?
    }

    package var functionName: String
    /// An alias; `nil` for the function itself, which is `$LATEST`.
    package var qualifier: String?
    /// The first label of the host name: 32 lower-case letters and digits.
    package var urlID: String
    package var authType: AuthType
    package var cors: CORS?
    package var invokeMode: InvokeMode

    /// Reads what `setting` made; `nil` for anything else.
    init?(_ setting: JSON, functionName: String, qualifier: String) {
        guard let urlID = setting["UrlId"]?.stringValue,
            let authType = setting["AuthType"]?.stringValue.flatMap(AuthType.init)
        else { return nil }
        self.functionName = functionName
        self.qualifier = qualifier == "$LATEST" ? nil : qualifier
        self.urlID = urlID
        self.authType = authType
        cors = setting["Cors"].map(CORS.init)
        invokeMode = setting["InvokeMode"]?.stringValue.flatMap(InvokeMode.init) ?? .buffered
    }

    /// What is stored of a request to `CreateFunctionUrlConfig`, which has the members `AuthType`, `Cors` and
    /// `InvokeMode`.
    package static func setting(_ request: JSON.Object, urlID: String, at now: Timestamp) -> JSON {
        var setting = JSON.Object([("UrlId", .string(urlID)), ("AuthType", request["AuthType"] ?? "AWS_IAM")])
        if let cors = request["Cors"]?.nonNull { setting["Cors"] = cors }
        setting["InvokeMode"] = request["InvokeMode"]?.nonNull
        setting["CreationTime"] = .string(now.iso8601Milliseconds)
        setting["LastModifiedTime"] = .string(now.iso8601Milliseconds)
        return .object(setting)
    }

    /// Throws what `CreateFunctionUrlConfig` says to such a request.
    package static func check(_ request: JSON.Object) throws(AWSError) {
        _ = try CreateFunctionUrlConfig.settings.read(.object(request))
    }

    /// The same id at every start, for the URL of a function in a template.
    package static func urlID(of functionName: String, _ qualifier: String?, in account: AWSAccount) -> String {
        let seed = "\(account.id) \(account.region) \(functionName):\(qualifier ?? "$LATEST")".stableHash
        return urlID(IDSource(seed: seed))
    }

    static func urlID(_ ids: IDSource) -> String {
        let digits = Array("abcdefghijklmnopqrstuvwxyz234567")
        return String((0..<32).map { _ in digits[Int(ids.next() % 32)] })
    }
}

extension FunctionURLConfig.CORS {
    init(_ json: JSON) {
        func texts(_ name: String) -> [String] { json[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        allowCredentials = json["AllowCredentials"]?.boolValue ?? false
        allowHeaders = texts("AllowHeaders")
        allowMethods = texts("AllowMethods")
        allowOrigins = texts("AllowOrigins")
        exposeHeaders = texts("ExposeHeaders")
        maxAge = json["MaxAge"]?.intValue
    }
}

extension FunctionSettings {
    /// All function URLs there are, by function and alias.
    package var functionURLConfigs: [FunctionURLConfig] {
        all(.url).compactMap { FunctionURLConfig($0.value, functionName: $0.key.function, qualifier: $0.key.qualifier) }
            .sorted { ($0.functionName, $0.qualifier ?? "") < ($1.functionName, $1.qualifier ?? "") }
    }

    /// The one with this id, which stands first in the host name.
    package func functionURLConfig(urlID: String) -> FunctionURLConfig? {
        all(.url).first { $0.value["UrlId"]?.stringValue == urlID }
            .flatMap { FunctionURLConfig($0.value, functionName: $0.key.function, qualifier: $0.key.qualifier) }
    }
}

extension String {
    /// FNV-1a of the text, the same in every process.
    var stableHash: UInt64 {
        utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
