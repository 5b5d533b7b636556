import FoundationEssentials
import JSON
import ServiceKit
import Time
import Wire

/// Writes messages the way subscribers get them that do not want them raw, signed with the local key.
/// https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
struct Envelope: Sendable {
    /// Without a slash behind it.
    let endpointURL: String
    let signingKey: SigningKey

    var certificateURL: String { endpointURL + SigningKey.certificatePath }

    func unsubscribeURL(_ subscription: ARN) -> String {
        "\(endpointURL)/?Action=Unsubscribe&SubscriptionArn=\(subscription)"
    }

    func confirmURL(_ topic: ARN, token: String) -> String {
        "\(endpointURL)/?Action=ConfirmSubscription&TopicArn=\(topic)&Token=\(token)"
    }

    func text(_ notification: Notification, _ subscriber: Subscriber) -> String {
        let message = notification.text(for: subscriber.protocol)
        var members = fields(notification, message)
        members.append(("UnsubscribeURL", .string(unsubscribeURL(subscriber.arn))))
        if !notification.attributes.isEmpty { members.append(("MessageAttributes", attributes(notification))) }
        return Self.lines(members)
    }

    /// What an HTTP subscriber gets first and last.
    func text(
        _ question: Question,
        _ topic: ARN,
        _ version: String,
        token: String,
        id: String,
        at now: Timestamp
    ) -> String {
        let (type, message) = (question.type, question.message(topic))
        let url = confirmURL(topic, token: token)
        let signed = [
            ("Message", message), ("MessageId", id), ("SubscribeURL", url), ("Timestamp", now.iso8601Milliseconds),
            ("Token", token), ("TopicArn", topic.description), ("Type", type),
        ]
        return Self.lines([
            ("Type", .string(type)), ("MessageId", .string(id)), ("Token", .string(token)),
            ("TopicArn", .string(topic.description)), ("Message", .string(message)), ("SubscribeURL", .string(url)),
            ("Timestamp", .string(now.iso8601Milliseconds)), ("SignatureVersion", .string(version)),
            ("Signature", .string(signingKey.sign(signed, version: version))),
            ("SigningCertURL", .string(certificateURL)),
        ])
    }

    private func fields(_ notification: Notification, _ message: String) -> [(String, JSON)] {
        let time = notification.time.iso8601Milliseconds
        var signed = [("Message", message), ("MessageId", notification.id)]
        var members: [(String, JSON)] = [("Type", "Notification"), ("MessageId", .string(notification.id))]
        if let number = notification.sequenceNumber { members.append(("SequenceNumber", .string(number))) }
        members.append(("TopicArn", .string(notification.topic.description)))
        if let subject = notification.subject {
            members.append(("Subject", .string(subject)))
            signed.append(("Subject", subject))
        }
        signed += [("Timestamp", time), ("TopicArn", notification.topic.description), ("Type", "Notification")]
        members += [("Message", .string(message)), ("Timestamp", .string(time))]
        // Nobody signs what FIFO topics send.
        if notification.sequenceNumber != nil { return members }
        let version = notification.signatureVersion
        return members + [
            ("SignatureVersion", .string(version)), ("Signature", .string(signingKey.sign(signed, version: version))),
            ("SigningCertURL", .string(certificateURL)),
        ]
    }

    private func attributes(_ notification: Notification) -> JSON {
        .object(
            JSON.Object(
                notification.attributes.map { attribute in
                    let value =
                        switch attribute.value {
                        case .text(let text): text
                        case .binary(let bytes): Data(bytes).base64EncodedString()
                        }
                    return (attribute.name, ["Type": .string(attribute.type), "Value": .string(value)])
                }
            )
        )
    }

    /// A member a line with blanks round the colons, as AWS writes it.
    private static func lines(_ members: [(String, JSON)]) -> String {
        let lines = members.map { name, value in
            guard let object = value.objectValue else { return "  \(JSON.string(name).text) : \(value.text)" }
            let inside = object.members.map { "    \(JSON.string($0.key).text) : \($0.value.text)" }
            return "  \(JSON.string(name).text) : {\n\(inside.joined(separator: ",\n"))\n  }"
        }
        return "{\n\(lines.joined(separator: ",\n"))\n}"
    }
}
