import JSON
import ServiceKit
import Wire

/// Tells that the account is out of the sandbox: messages go to any number.
/// https://docs.aws.amazon.com/sns/latest/api/API_GetSMSSandboxAccountStatus.html
struct GetSMSSandboxAccountStatus: DocumentQuery<SNS> {
    static let input = Shape.structure([], java: "GetSMSSandboxAccountStatusInput")
    static let output = Shape.structure([.required("IsInSandbox", .boolean)], java: "GetSMSSandboxAccountStatusResult")

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        ["IsInSandbox": false]
    }
}
