import { NavLink } from 'react-router';

/** The two sides of the data map: where data are, and what is done with them. */
export const MapTabs = () => (
  <nav className="tabs" aria-label="Data map">
    <NavLink to="/map" end className="tab">
      Stores
    </NavLink>
    <NavLink to="/map/activities" className="tab">
      Processing activities
    </NavLink>
  </nav>
);
