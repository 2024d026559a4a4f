package keras.utils;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** Opens addresses on the network. */
public interface Fetcher {

  /**
   * The content of an address.
   *
   * @param length its bytes, -1 if unknown
   */
  record Download(InputStream body, long length) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /** Opens an address, or says by the exception why it cannot. */
  Download open(URI origin) throws IOException;
}
