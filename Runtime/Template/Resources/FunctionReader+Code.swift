extension FunctionReader {
    /// What runs: a folder, or the text that becomes a file of its own.
    struct Code {
        var handler: String
        var runtime: String
        /// Empty where the code is `inline`.
        var uri = ""
        var inline: String?
        var object: Application.CodeObject?
    }

    var isZip: Bool {
        let type = fields.string("PackageType") ?? "Zip"
        if type == "Zip" { return true }
        findings.error(
            fields.path(of: "PackageType"),
            type == "Image"
                ? "Hearth cannot use PackageType Image: functions run as processes, not as container images"
                : "\(type) is not one of Zip, Image"
        )
        return false
    }

    func zipCode() -> Code? {
        let handler = fields.requiredString("Handler").flatMap(checkedHandler)
        let runtime = fields.requiredString("Runtime").flatMap(checkedRuntime)
        if let inline = inlineCode {
            guard let text = fields.string(inline), let handler, let runtime, isInterpreted(runtime, inline) else {
                return nil
            }
            return Code(handler: handler, runtime: runtime, inline: text)
        }
        let property = isServerless ? "CodeUri" : "Code"
        // As SAM has it, what is not said is the folder of the template.
        if isServerless, fields[property] == nil {
            guard let handler, let runtime else { return nil }
            return Code(handler: handler, runtime: runtime, uri: ".")
        }
        if fields[property] == nil {
            fields.missing(property, remedy: "\(property): . names the folder of the template")
        }
        if let object = fields.codeObject(property), let handler, let runtime {
            return Code(handler: handler, runtime: runtime, object: object)
        }
        guard let uri = fields.localFolder(property), let handler, let runtime else { return nil }
        return Code(handler: handler, runtime: runtime, uri: uri)
    }

    /// Code that stands in the template itself.
    private var inlineCode: TemplateValue? { isServerless ? fields["InlineCode"] : fields["Code"]?["ZipFile"] }

    /// AWS takes inline code for Node.js and Python.
    private func isInterpreted(_ runtime: String, _ inline: TemplateValue) -> Bool {
        if runtime.hasPrefix("python3.") || runtime.hasPrefix("nodejs") { return true }
        findings.error(
            inline.path,
            "Hearth runs inline code of python3 and nodejs alone, not of \(runtime)",
            remedy: "put the code into a folder that \(isServerless ? "CodeUri" : "Code") names"
        )
        return false
    }

    private func checkedHandler(_ text: String) -> String? {
        let isValid = !text.isEmpty && text.utf8.count <= 128 && !text.contains(where: \.isWhitespace)
        if !isValid { findings.error(fields.path(of: "Handler"), "a handler has 1 to 128 characters and no blanks") }
        return isValid ? text : nil
    }

    private func checkedRuntime(_ text: String) -> String? {
        let path = fields.path(of: "Runtime")
        guard Runtimes.known.contains(text) else {
            findings.error(
                path,
                "unknown runtime \(text)",
                remedy: Spelling.remedy(for: text, among: Runtimes.known)
            )
            return nil
        }
        if !["provided", "python3.", "nodejs"].contains(where: text.hasPrefix) {
            findings.warning(path, "Hearth has no \(text): it starts the bootstrap that it finds beside the code")
        }
        return text
    }
}

extension Fields {
    /// A zip in S3: SAM's and CloudFormation's ways to name one.
    func codeObject(_ name: String) -> Application.CodeObject? {
        guard let value = self[name], !value.isUnresolved else { return nil }
        if let text = value.string, text.hasPrefix("s3://") {
            let parts = text.dropFirst(5).split(separator: "/", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            return Application.CodeObject(bucket: String(parts[0]), key: String(parts[1]))
        }
        for (bucket, key, version) in [("Bucket", "Key", "Version"), ("S3Bucket", "S3Key", "S3ObjectVersion")] {
            guard let bucket = value[bucket]?.scalarText, let key = value[key]?.scalarText else { continue }
            return Application.CodeObject(bucket: bucket, key: key, version: value[version]?.scalarText)
        }
        return nil
    }

    /// The path of a folder, as written. As with `aws cloudformation package`, it may stand where CloudFormation takes
    /// an object that names a bucket.
    func localFolder(_ name: String) -> String? {
        guard let value = self[name], !value.isUnresolved else { return nil }
        guard let path = value.string, !path.isEmpty, !path.hasPrefix("s3://") else {
            findings.error(value.path, "must be the path of a folder on this machine, or name a bucket and a key in S3")
            return nil
        }
        return path
    }
}
