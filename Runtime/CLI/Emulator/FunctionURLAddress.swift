import Gateway
import HTTPListener
import Wire

/// Where a function URL answers beside its own port: on the AWS endpoint, under a name that stands for this machine.
enum FunctionURLAddress {
    static func url(_ urlID: String, _ account: AWSAccount, endpointPort: Int) -> String {
        "http://\(urlID).lambda-url.\(account.region).localhost:\(endpointPort)/"
    }
}

/// Function URLs on the AWS endpoint: the host name says whose they are and in which region.
struct RegionalFunctionURLs: HTTPHandler {
    let regions: LambdaRegions

    private func urls(_ request: HTTPRequest) -> FunctionURLs {
        regions[FunctionURLs.region(of: request) ?? ""].functionURLs
    }

    func bodyLimit(of request: HTTPRequest) -> Int { regions.home.functionURLs.bodyLimit(of: request) }

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        urls(request).handle(request, respond: respond)
    }

    func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        urls(request).handle(request, failure: failure, respond: respond)
    }
}
