/** JSON text to maps and back, spelled as Python spells it. */
@NullMarked
package keras.io.json;

import org.jspecify.annotations.NullMarked;
