import Wire

/// Where a function URL answers beside its own port: on the AWS endpoint, under a name that stands for this machine.
enum FunctionURLAddress {
    static func url(_ urlID: String, _ account: AWSAccount, endpointPort: Int) -> String {
        "http://\(urlID).lambda-url.\(account.region).localhost:\(endpointPort)/"
    }
}
