import JSON
import ServiceKit
import Wire

/// Lists the numbers whose owners want no messages: there are none here.
/// https://docs.aws.amazon.com/sns/latest/api/API_ListPhoneNumbersOptedOut.html
struct ListPhoneNumbersOptedOut: DocumentQuery<SNS> {
    static let input = Shape.structure([.optional("nextToken", .string())], java: "ListPhoneNumbersOptedOutInput")
    static let output = Shape.structure(
        [.optional("phoneNumbers", .list(.string())), .optional("nextToken", .string())],
        java: "ListPhoneNumbersOptedOutResponse"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        ["phoneNumbers": []]
    }
}
