import CurlHTTP
import JSON
import Time

/// Reads a log group's events from an instant on, and then those that are new.
struct LogTail {
    private var group: String
    /// Looked at where there is no such group.
    private var alternative: String?
    let filter: String?
    /// Milliseconds since 1970: what is looked at next begins here.
    private var start: Int64
    /// Ids of the events that the last look has found.
    private var seen: Set<String> = []

    /// Lines of several environments may come in so much out of order, in milliseconds.
    private static let overlap: Int64 = 5_000

    init(group: String, or alternative: String? = nil, filter: String?, start: Timestamp) {
        self.group = group
        self.alternative = alternative
        self.filter = filter
        self.start = max(0, start.millisecondsSinceEpoch)
    }

    /// The events that are new since the last time. One who is patient waits for a group that is not there yet.
    mutating func next(_ client: LogsClient, isPatient: Bool) async throws(CommandError) -> [JSON] {
        var (events, token) = ([JSON](), String?.none)
        repeat {
            let page = try await page(client, token, isPatient)
            events += page["events"]?.arrayValue ?? []
            token = page["nextToken"]?.stringValue
        } while token != nil
        let new = events.filter { !seen.contains(Self.id($0)) }
        seen = Set(events.map(Self.id))
        if let last = events.last?["timestamp"]?.intValue { start = max(start, Int64(last) - Self.overlap) }
        return new
    }

    private mutating func page(
        _ client: LogsClient,
        _ token: String?,
        _ isPatient: Bool
    ) async throws(CommandError) -> JSON {
        if let page = try await page(of: group, client, token) { return page }
        if let other = alternative, let page = try await page(of: other, client, token) {
            (group, alternative) = (other, nil)
            return page
        }
        if isPatient { return [:] }
        let other = alternative.map { ", nor one \($0)" } ?? ""
        throw CommandError("there is no log group \(group)\(other): a function has one once it has run")
    }

    /// `nil` where there is no such group.
    private func page(
        of group: String,
        _ client: LogsClient,
        _ token: String?
    ) async throws(CommandError) -> JSON? {
        var request = JSON.Object([("logGroupName", .string(group)), ("startTime", JSON(start))])
        request["filterPattern"] = filter.map { .string($0) }
        request["nextToken"] = token.map { .string($0) }
        let answer = try await client.call("FilterLogEvents", .object(request))
        switch answer {
        case .success(let page): return page
        case .failure(let refusal) where refusal.code == "ResourceNotFoundException": return nil
        case .failure(let refusal): throw CommandError("\(refusal.code): \(refusal.message)")
        }
    }

    private static func id(_ event: JSON) -> String { event["eventId"]?.stringValue ?? "" }
}

/// Calls CloudWatch Logs of a running Hearth.
struct LogsClient {
    let endpointURL: String
    let region: String

    struct Refusal: Error {
        var code: String
        var message: String
    }

    func call(_ action: String, _ body: JSON) async throws(CommandError) -> Result<JSON, Refusal> {
        let headers = [("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "Logs_20140328.\(action)")]
        var request = CurlRequest(
            method: "POST",
            url: "\(endpointURL)/",
            headers: CurlHeaderList(headers, isSigned: true),
            body: body.bytes
        )
        request.timeout = .seconds(30)
        request.signing = CurlSigning(
            accessKeyID: "hearth",
            secretAccessKey: "hearth",
            region: region,
            service: "logs"
        )
        do {
            let response = try await CurlClient.shared.send(request)
            let answer = try JSON(parsing: response.body)
            if response.status == 200 { return .success(answer) }
            let code = answer["__type"]?.stringValue ?? "HTTP \(response.status)"
            return .failure(Refusal(code: code, message: answer["message"]?.stringValue ?? ""))
        } catch {
            throw CommandError("\(endpointURL) did not answer: \(error)")
        }
    }
}
