package gatehouse.test;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import gatehouse.api.AccountApi;
import gatehouse.api.ConsumersApi;
import gatehouse.api.CredentialsApi;
import gatehouse.api.ProjectsApi;
import gatehouse.api.RegistrationApi;
import gatehouse.api.ServicesApi;
import gatehouse.api.SessionsApi;
import gatehouse.client.ApiClient;
import gatehouse.client.ApiException;
import gatehouse.model.ApproveAccount;
import gatehouse.model.AttachConsumer;
import gatehouse.model.AttachService;
import gatehouse.model.CreateConsumer;
import gatehouse.model.CreateCredential;
import gatehouse.model.Credential;
import gatehouse.model.DescribeProject;
import gatehouse.model.Error;
import gatehouse.model.LogIn;
import gatehouse.model.Me;
import gatehouse.model.MintConsumerToken;
import gatehouse.model.Project;
import gatehouse.model.RegisterAccount;

/** A client on the classes that openapi-generator makes. */
public final class Flow {
  private static final String EMAIL = "java@example.com";
  private static final Pattern CODE = Pattern.compile("^X-Approve-Code: (\\S+)", Pattern.MULTILINE);

  private final ApiClient client = new ApiClient();

  private Flow() {
    client.updateBaseUri(setting("GATEHOUSE_URL"));
  }

  /** A call that must be refused. */
  private interface Call {
    void run() throws ApiException;
  }

  private static String setting(String name) {
    String value = System.getenv(name);
    require(value != null, name + " is not set");
    return value;
  }

  private static void require(boolean condition, String what) {
    if (!condition) throw new IllegalStateException(what);
  }

  private Error refusalOf(Call call, int status) throws IOException {
    try {
      call.run();
    } catch (ApiException refused) {
      require(refused.getCode() == status, "not " + status + ": " + refused.getMessage());
      return client.getObjectMapper().readValue(refused.getResponseBody(), Error.class);
    }
    throw new IllegalStateException("not refused with " + status);
  }

  /** Returns the code of the mail for the registration. */
  private static String approveCode(String registration) throws IOException {
    Path folder = Path.of(setting("GATEHOUSE_MAILDIR"), "new");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String text = Files.readString(file);
        Matcher code = CODE.matcher(text);
        if (text.contains("X-Registration-Id: " + registration) && code.find()) return code.group(1);
      }
    }
    throw new IllegalStateException("no mail for the registration " + registration);
  }

  private void register() throws ApiException, IOException {
    String password = setting("GATEHOUSE_PASSWORD");
    RegistrationApi registrations = new RegistrationApi(client);
    String registration =
        registrations
            .registerAccount(
                new RegisterAccount().organizationName("Java Ltd").email(EMAIL), null, null)
            .getContent()
            .getRegistrationId();
    registrations.approveAccount(
        registration,
        new ApproveAccount()
            .approveCode(approveCode(registration))
            .email(EMAIL)
            .password(password)
            .firstName("Ada")
            .lastName("Lovelace"),
        null);
    String token =
        new SessionsApi(client)
            .logIn(new LogIn().email(EMAIL).password(password), null)
            .getContent()
            .getToken();
    client.setRequestInterceptor(
        request -> request.header("Authorization", "Bearer " + token));
  }

  private Project makeProject() throws ApiException, IOException {
    ProjectsApi projects = new ProjectsApi(client);
    DescribeProject body = new DescribeProject().name("Web shop");
    Project project = projects.createProject(body, null, null).getContent();
    require(project.getUserUsed() == 0, "a new project has consumers");
    Error conflict = refusalOf(() -> projects.createProject(body, null, null), 409);
    require(conflict.getCode() == Error.CodeEnum.ALREADY_EXISTS, "code " + conflict.getCode());
    Error missing = refusalOf(() -> projects.getProject("0".repeat(32), null), 404);
    require(missing.getCode() == Error.CodeEnum.NOT_FOUND, "code " + missing.getCode());
    return project;
  }

  private void mintToken(String project) throws ApiException, IOException {
    String service = setting("GATEHOUSE_SERVICE");
    ConsumersApi consumers = new ConsumersApi(client);
    String consumer =
        consumers.createConsumer(null, null, new CreateConsumer()).getContent().getId();
    new ServicesApi(client)
        .attachService(
            project, new AttachService().name("Push").serviceCatalogCode(service), null, null);
    consumers.attachConsumer(project, new AttachConsumer().consumerId(consumer), null, null);
    String token =
        consumers
            .createConsumerToken(
                new MintConsumerToken()
                    .consumerId(consumer)
                    .projectId(project)
                    .serviceCatalogCode(service),
                null,
                null)
            .getContent()
            .getToken();
    require(token.matches("[0-9a-f]{64}"), "a consumer token has another form");
  }

  private void makeCredential(String project) throws ApiException {
    CredentialsApi credentials = new CredentialsApi(client);
    boolean saved =
        credentials
            .createCredential(
                project,
                new CreateCredential()
                    .username("reader")
                    .password("secret")
                    .email("reader@example.com"),
                null,
                null)
            .getSuccess();
    require(saved, "the credential was not saved");
    List<Credential> listed =
        credentials.listCredentials(project, null, null, null, null, null).getResultList();
    require(listed.size() == 1, "there is not one credential");
    require(listed.get(0).getUsername().equals("reader"), "another credential");
  }

  public static void main(String[] arguments) throws ApiException, IOException {
    Flow flow = new Flow();
    flow.register();
    Me me = new AccountApi(flow.client).getMe(null).getContent();
    require(me.getRole() == Me.RoleEnum.ADMIN, "role " + me.getRole());
    Project project = flow.makeProject();
    flow.mintToken(project.getId());
    flow.makeCredential(project.getName());
  }
}
