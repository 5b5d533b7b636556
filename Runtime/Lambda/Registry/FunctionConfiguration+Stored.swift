import JSON
import Time
import Wire

/// A version of a function as it is stored: AWS's own words, and where the program is.
extension FunctionConfiguration {
    var stored: JSON {
        var json = JSON.Object([
            ("Handler", .string(handler)), ("Runtime", .string(runtime)), ("CodeDirectory", .string(codeDirectory)),
            ("Timeout", JSON(timeout.components.seconds)), ("MemorySize", JSON(memorySize)),
            ("Environment", .texts(environment)), ("TracingMode", .string(tracingMode)),
            ("Architectures", .array(architectures.map { .string($0) })), ("EphemeralStorage", JSON(ephemeralStorage)),
            ("PackageType", .string(packageType)), ("ShownAlone", .object(shownAlone)),
        ])
        json["DeadLetterTarget"] = deadLetterTarget.map { .string($0.description) }
        json["Description"] = description.map { .string($0) }
        json["Role"] = role.map { .string($0) }
        if !layers.isEmpty { json["Layers"] = .array(layers.map(\.stored)) }
        json["Logging"] = logging.json(group: logging.group)
        json["ImageUri"] = imageURI.map { .string($0) }
        json["SourceKMSKeyArn"] = sourceKeyARN.map { .string($0) }
        json["LastModified"] = lastModified.map { JSON($0.millisecondsSinceEpoch) }
        json["RevisionId"] = revisionID.map { .string($0) }
        json["Change"] = change.map { .string($0.rawValue) }
        if let code {
            json["Code"] = ["Size": JSON(code.size), "Sha256": .string(code.digest)]
        }
        return .object(json)
    }

    /// Reads what `stored` made; what is missing is as in a new function.
    init(stored json: JSON, name: String, version: String) {
        self.init(
            name: name,
            handler: json["Handler"]?.stringValue ?? "",
            runtime: json["Runtime"]?.stringValue ?? "",
            codeDirectory: json["CodeDirectory"]?.stringValue ?? "",
            timeout: .seconds(json["Timeout"]?.intValue ?? 3),
            memorySize: json["MemorySize"]?.intValue ?? 128,
            environment: json["Environment"]?.textsByName ?? [:]
        )
        self.version = version
        tracingMode = json["TracingMode"]?.stringValue ?? tracingMode
        architectures = json["Architectures"]?.arrayValue?.compactMap(\.stringValue) ?? architectures
        ephemeralStorage = json["EphemeralStorage"]?.intValue ?? ephemeralStorage
        packageType = json["PackageType"]?.stringValue ?? packageType
        shownAlone = json["ShownAlone"]?.objectValue ?? shownAlone
        deadLetterTarget = json["DeadLetterTarget"]?.stringValue.flatMap { ARN($0) }
        description = json["Description"]?.stringValue
        role = json["Role"]?.stringValue
        layers = (json["Layers"]?.arrayValue ?? []).map(FunctionLayer.init)
        let given = json["Logging"] ?? shownAlone["LoggingConfig"]
        logging = LoggingConfig(given?.objectValue ?? JSON.Object())
        shownAlone["LoggingConfig"] = nil
        imageURI = json["ImageUri"]?.stringValue
        sourceKeyARN = json["SourceKMSKeyArn"]?.stringValue
        lastModified = json["LastModified"]?.intValue.map { Timestamp(millisecondsSinceEpoch: Int64($0)) }
        revisionID = json["RevisionId"]?.stringValue
        change = json["Change"]?.stringValue.flatMap(FunctionChange.init)
        if let size = json["Code"]?["Size"]?.intValue, let digest = json["Code"]?["Sha256"]?.stringValue {
            code = UploadedCode(size: size, digest: digest, directory: codeDirectory)
        }
    }
}

extension JSON {
    /// An object of texts, sorted by their names.
    static func texts(_ texts: [String: String]) -> JSON {
        .object(JSON.Object(texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }

    /// The texts of an object by their names.
    var textsByName: [String: String] {
        Dictionary(
            (objectValue?.members ?? []).compactMap { member in
                member.value.stringValue.map { (member.key, $0) }
            }
        ) { first, _ in first }
    }
}
