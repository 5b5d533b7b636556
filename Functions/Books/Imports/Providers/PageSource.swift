import CurlHTTP

/// Fetches pages of a provider.
package protocol PageSource: Sendable {
    /// One request. `etag`: that of the page as it is known already.
    func fetch(_ page: Int, of provider: Provider, knownAs etag: String?, now: Int) async throws -> FetchedPage
}

/// What came of a request for a page.
package enum FetchedPage: Hashable, Sendable {
    case page([UInt8], etag: String?)
    /// It is still the one that is known.
    case unchanged
    /// Too many requests: the next one not before this instant, in milliseconds since 1970, where the provider says so.
    case limited(until: Int?)
    /// It may work another time.
    case failed(String)
    /// It will not work another time either.
    case refused(String)

    /// Reads a provider's answer.
    init(status: Int, etag: String?, retryAfter: String?, body: [UInt8], now: Int) {
        let instant = retryAfter.flatMap { RetryAfter.instant($0, now: now) }
        switch status {
        case 200: self = .page(body, etag: etag)
        case 304: self = .unchanged
        case 429: self = .limited(until: instant)
        case 503 where instant != nil: self = .limited(until: instant)
        case 408, 500...599: self = .failed("the provider answered \(status)")
        case 401, 403: self = .refused("the provider answered \(status): it does not accept the key")
        default: self = .refused("the provider answered \(status)")
        }
    }
}

/// Pages over HTTP.
package struct HTTPPageSource: PageSource {
    private let http: CurlClient

    /// Bytes of a page: what one item of DynamoDB holds, with room for the rest of it.
    private static let pageLimit = 300_000

    package init(http: CurlClient = .shared) { self.http = http }

    package func fetch(
        _ page: Int,
        of provider: Provider,
        knownAs etag: String?,
        now: Int
    ) async throws -> FetchedPage {
        var headers = [(name: "Accept", value: "application/json"), (provider.format.keyField, provider.key)]
        if let etag { headers.append(("If-None-Match", etag)) }
        var request = CurlRequest(method: "GET", url: provider.url(ofPage: page), headers: CurlHeaderList(headers))
        request.timeout = .seconds(20)
        request.bodyLimit = Self.pageLimit
        do {
            let response = try await http.send(request)
            return FetchedPage(
                status: response.status,
                etag: response.headers["etag"],
                retryAfter: response.headers["retry-after"],
                body: response.body,
                now: now
            )
        } catch let error as CurlError where error.isBodyTooLong {
            return .refused("the page has more than \(Self.pageLimit) bytes")
        } catch let error as CurlError {
            return .failed("the provider did not answer: \(error.reason)")
        }
    }
}
