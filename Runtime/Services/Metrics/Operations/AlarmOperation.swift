import JSON
import ServiceKit
import Wire

/// An action on the alarms of the region that its request is signed for.
protocol AlarmOperation: Operation<Metrics> {
    /// `region` is `nil` for the one that Hearth is said to be in.
    init(_ input: JSON.Object, region: String?, _ service: Metrics) throws(AWSError)
}

extension AlarmOperation {
    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) { try self.init(input, region: nil, service) }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: Metrics) throws(AWSError) {
        try self.init(input, region: CredentialScope(headers)?.region, service)
    }
}
