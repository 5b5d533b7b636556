import JSON
import ServiceKit
import Storage
import Wire

/// Tells of parameters, without their values, in the order of their names.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html
struct DescribeParameters: Operation {
    static let input = Shape.request(
        "DescribeParameters",
        [
            .optional(
                "Filters",
                .list(
                    .structure(
                        [
                            .required("Key", .string(values: ["KeyId", "Type", "Name"])),
                            .required("Values", .list(.string(length: 1...1024), length: 1...50)),
                        ],
                        java: "com.amazonaws.ssm.ParametersFilter"
                    )
                )
            ),
            .optional("ParameterFilters", .parameterFilters),
            .optional("MaxResults", .number(java: "Integer", range: 1...50)),
            .optional("NextToken", .string()),
            .optional("Shared", .boolean),
        ]
    )
    static let access = OperationAccess.read

    private let filters: [ParameterFilter]
    private let page: ParameterPage
    /// No other account shares anything here.
    private let isOfOthers: Bool

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) {
        guard input["Filters"]?.nonNull == nil || input["ParameterFilters"]?.nonNull == nil else {
            throw .validation("You can use either Filters or ParameterFilters in a single request.")
        }
        filters =
            try ParameterFilter.read(input["ParameterFilters"], .describeParameters)
            + ParameterFilter.readOld(input["Filters"])
        page = try ParameterPage(input)
        isOfOthers = input["Shared"]?.boolValue ?? false
    }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        try page.read(ParameterStore(connection)) { parameter in
            !isOfOthers && filters.allSatisfy { $0.matches(parameter) } ? parameter : nil
        } json: {
            var object = $0.metadata(service.context.account)
            object["ARN"] = .string($0.arn(service.context.account))
            return .object(object)
        }
    }
}
