package keras.visualization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import keras.callbacks.History;
import org.junit.jupiter.api.Test;

class ChartLibraryTest {
  @Test
  void saysWhichArtifactDraws() throws IOException {
    Thread here = Thread.currentThread();
    ClassLoader usual = here.getContextClassLoader();
    try (URLClassLoader nothing = new URLClassLoader(new URL[0], null)) {
      here.setContextClassLoader(nothing);
      assertEquals(
          "history.plot: nothing on the class path draws. Add the keras-charts artifact, which"
              + " draws PNG and SVG files.",
          assertThrows(IllegalStateException.class, () -> new History().plot("curves.png"))
              .getMessage());
    } finally {
      here.setContextClassLoader(usual);
    }
  }
}
