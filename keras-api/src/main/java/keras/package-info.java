/** The doors that Python has in keras itself. */
@NullMarked
package keras;

import org.jspecify.annotations.NullMarked;
