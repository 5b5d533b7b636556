import FoundationEssentials
import JSON
import Time
import Wire

/// What the signer of a form allows it to hold.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
struct PostPolicy: Sendable {
    private let json: JSON

    init(base64 text: String) throws(AWSError) {
        guard let data = Data(base64Encoded: text), let json = try? JSON(parsing: Array(data)), json.objectValue != nil
        else {
            throw AWSError("InvalidPolicyDocument", 400, "Invalid Policy: Invalid JSON.")
        }
        self.json = json
    }

    func check(_ form: FormData, bucket: String, key: String, at now: Timestamp) throws(AWSError) {
        guard let end = json["expiration"]?.stringValue.flatMap({ Timestamp(iso8601: $0) }) else {
            throw AWSError("InvalidPolicyDocument", 400, "Invalid Policy: Policy missing expiration.")
        }
        guard now < end else { throw .accessDenied("Invalid according to Policy: Policy expired.") }
        // The name of the file is in the key already.
        let values = form.fields.merging(["bucket": bucket, "key": key]) { $1 }
        for condition in json["conditions"]?.arrayValue ?? [] {
            if let object = condition.objectValue {
                for member in object.members { try check("eq", member.key, member.value, condition, values) }
            } else if let parts = condition.arrayValue, parts.count == 3, let kind = parts[0].stringValue {
                if kind.lowercased() == "content-length-range" {
                    try check(size: form.file?.count ?? 0, parts[1], parts[2])
                } else {
                    let name = parts[1].stringValue.map { $0.hasPrefix("$") ? String($0.dropFirst()) : $0 } ?? ""
                    try check(kind.lowercased(), name, parts[2], condition, values)
                }
            }
        }
    }

    private func check(
        _ kind: String,
        _ name: String,
        _ wanted: JSON,
        _ condition: JSON,
        _ values: [String: String]
    ) throws(AWSError) {
        let value = values[name.lowercased()] ?? ""
        let wanted = wanted.stringValue ?? wanted.text
        let isMet = kind == "starts-with" ? value.utf8.starts(with: wanted.utf8) : value.utf8.elementsEqual(wanted.utf8)
        guard isMet else {
            throw .accessDenied("Invalid according to Policy: Policy Condition failed: \(condition.text)")
        }
    }

    private func check(size: Int, _ least: JSON, _ most: JSON) throws(AWSError) {
        let number = { (json: JSON) in json.intValue ?? json.stringValue.flatMap { Int($0) } ?? 0 }
        if size < number(least) {
            throw AWSError(
                "EntityTooSmall",
                400,
                "Your proposed upload is smaller than the minimum allowed size",
                ("ProposedSize", String(size)),
                ("MinSizeAllowed", String(number(least)))
            )
        }
        if size > number(most) {
            throw AWSError(
                "EntityTooLarge",
                400,
                "Your proposed upload exceeds the maximum allowed size",
                ("ProposedSize", String(size)),
                ("MaxSizeAllowed", String(number(most)))
            )
        }
    }
}
