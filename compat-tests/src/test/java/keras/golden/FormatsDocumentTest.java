package keras.golden;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The document of formats tells the truth; what is written is checked beside real Keras. */
class FormatsDocumentTest {
  @Test
  void tellsWhatIsRead() throws IOException {
    FormatsDocument.check("read", FormatsDocument.read());
  }

  @Test
  void tellsWhatTheKerasesDoWithoutJava() throws IOException {
    FormatsDocument.check("reloads", ReloadsTable.of());
  }
}
